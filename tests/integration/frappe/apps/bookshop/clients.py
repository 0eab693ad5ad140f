"""The bookshop's rules about clients."""

import frappe
from frappe import _
from frappe.utils import add_days, cint, get_link_to_form, getdate, nowdate


class CreditError(frappe.ValidationError):
    http_status_code = 402


def check(doc, method):
    if doc.credit_limit and doc.credit_limit > 1000:
        frappe.throw(
            _("{0} may owe at most {1}").format(doc.client_name, 1000), CreditError, title=_("Credit")
        )
    if doc.first_contact_on and getdate(doc.first_contact_on) > getdate(nowdate()):
        frappe.throw(["The first contact lies ahead.", "Correct the date."], ValueError, as_list=True)
    if cint(doc.has_value_changed("city")) and doc.city:
        doc.city = doc.city.title()


def welcome(doc, method):
    if not doc.email:
        return
    frappe.sendmail(
        recipients=[doc.email],
        subject=_("Welcome"),
        template="welcome",
        args={"client": doc, "link": get_link_to_form(doc.doctype, doc.name)},
        reference_doctype=doc.doctype,
        reference_name=doc.name,
    )
    frappe.enqueue("bookshop.clients.call_back", client=doc.name, job_id=f"call {doc.name}", deduplicate=True)
    frappe.publish_realtime("new_client", {"name": doc.name}, user=frappe.session.user)


def call_back(client):
    task = frappe.new_doc("Task")
    task.subject = f"Call {frappe.get_cached_value('Client', client, 'client_name')}"
    task.due_on = add_days(nowdate(), 3)
    task.insert(ignore_permissions=True)
