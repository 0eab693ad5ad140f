"""The bookshop's methods over HTTP."""

import frappe


@frappe.whitelist()
def totals(city=None):
    filters = {"city": city} if city else {}
    rows = frappe.get_list("Client", fields=[{"COUNT": "name", "as": "n"}], filters=filters)
    frappe.response["city"] = frappe.form_dict.city
    frappe.response["user"] = frappe.session.user
    return rows[0].n


@frappe.whitelist(methods=["POST"])
def accept():
    frappe.local.response.http_status_code = 202
    frappe.msgprint("Accepted", alert=True)
    return {
        "method": frappe.request.method,
        "sent": frappe.request.json,
        "agent": frappe.get_request_header("User-Agent"),
    }


@frappe.whitelist(allow_guest=True)
def price_list():
    frappe.response["type"] = "csv"
    frappe.response["filename"] = "prices"
    frappe.response["filecontent"] = "book,price\r\nAtlas,12\r\n"


@frappe.whitelist(allow_guest=True)
def picture():
    frappe.response.update(
        {"type": "download", "filename": "a.svg", "filecontent": b"<svg/>", "display_content_as": "inline"}
    )


@frappe.whitelist(allow_guest=True)
def elsewhere(to="/app"):
    frappe.response.type = "redirect"
    frappe.response.location = to


@frappe.whitelist(allow_guest=True)
def page():
    frappe.response["type"] = "page"
