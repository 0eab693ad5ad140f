"""The manifest of RegionCRM: what the app is called and where the framework calls into it.

Values are names of functions as dotted paths, so that loading the manifest imports no controller.
"""

app_name = "regioncrm"
app_title = "RegionCRM"
app_publisher = "RegionCRM contributors"
app_description = "A low-code back office for companies with branches"
app_email = "hello@regioncrm.example"
app_license = "MIT"

demo = "regioncrm.demo.install"
after_install = "regioncrm.org.row_rules.offer"

scope_doctype = "Branch"
access_variables = {
    "employee": "regioncrm.org.employee.employee_of",
    "team": "regioncrm.org.employee.team_of",
}

person_doctypes = {"Employee": "regioncrm.org.employee.employee_of"}
link_offers = {"Proposal": {"client": "regioncrm.sales.proposal.standing_discount"}}
calculated_while_typed = (
    "Deal",
    "Proposal",
    "Invoice",
    "Act",
    "Warehouse Entry",
    "Bill of Materials",
)
paper_language = {
    "Proposal": "regioncrm.sales.papers.language_of",
    "Contract": "regioncrm.sales.papers.language_of",
    "Invoice": "regioncrm.sales.papers.language_of",
    "Act": "regioncrm.sales.papers.language_of",
    "Payment": "regioncrm.sales.papers.language_of",
}
paper_values = {
    "Proposal": {"tax_rates": "regioncrm.sales.papers.tax_rates"},
    "Invoice": {"tax_rates": "regioncrm.sales.papers.tax_rates"},
    "Act": {"tax_rates": "regioncrm.sales.papers.tax_rates"},
}
callers = ("Client", "Contact", "Lead")
home_attention = "regioncrm.home.attention"
home_first_steps = "regioncrm.home.first_steps"

desk_include_js = "/assets/regioncrm/desk/index.js"

scheduler_events = {
    "daily": [
        "regioncrm.tasks.overdue.refresh_overdue",
        "regioncrm.kpi.schedule.compute_enabled_rules",
        "regioncrm.sales.proposal.expire",
        "regioncrm.sales.invoice.mark_overdue",
        "regioncrm.sales.contract.end",
    ],
}

fixtures = [
    "modules",
    "roles",
    "units",
    "client_groups",
    "territories",
    "lead_sources",
    "lost_reasons",
    "deal_stages",
    "holiday_lists",
    "task_templates",
    "segments",
    "kpi_rules",
    "letter_heads",
    "contract_templates",
    "number_cards",
    "dashboard_charts",
    "dashboards",
    "workspaces",
    "form_tours",
]
