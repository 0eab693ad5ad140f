"""Every extension point of the engine, on one page.

An app states in its ``hooks.py`` what it plugs in; ``Manifest`` is the typed reading of that file. Values are
dotted names of functions, so reading a manifest imports no application code.

=====================  ======================================================================================
``doc_events``         ``{doctype(s) or "*": {method: dotted name(s)}}``: called as ``function(doc, method)``
``scheduler_events``   ``{"all" | "hourly" | "daily" | "weekly" | "monthly" | "yearly": [function]}``, each also with ``_long``
                       for the long queue, and ``{"cron": {expression: [function]}}``; ``{"method": function, "missed": "skip"}``
                       in place of a function leaves times out at which nothing ran
``fixtures``           names of files under ``fixtures/`` loaded at installation, in order
``after_install``      called once when the app was installed on a site
``after_migrate``      called after each ``migrate``
``demo``               function that fills a new site with the demo company; is handed a progress callback
``override_whitelisted_methods``  ``{dotted name: dotted name}`` of REST methods
``permission_query_conditions``  ``{doctype or "*": dotted name(s)}``: ``function(user)`` returns list filters, or SQL of
                       the part in ``comptoir.access.sql_conditions``, that narrow lists and single documents
``has_permission``     ``{doctype or "*": dotted name(s)}``: ``function(doc, ptype, user)`` may refuse one document
``scope_doctype``      the doctype whose documents divide the company, such as its branches (``comptoir.access.scopes``)
``home_attention``     ``function(user)``: lists of what needs them now, for start page and digest: ``{"title", "doctype", "filters", "when", "tone"}``,
                       and with ``called`` the field that its documents are told by, in place of their title
``home_first_steps``   ``function(user)``: what a new site or a newcomer still needs, each ``{"title", "done", "doctype", "action"}``;
                       the action is ``new``, ``list`` or ``import`` of the doctype
``access_variables``   ``{name: dotted name}``: ``function(user)`` is what a row rule knows under that name
``person_doctypes``    ``{doctype: dotted name}``: ``function(user)`` is the document of that doctype that stands for the user, or None;
                       where a column names one, "me" in a filter means it
``link_offers``        ``{doctype: {link field: dotted name}}``: ``function(name)`` returns the values that choosing ``name``
                       offers on a form, ``{fieldname: value}``; they follow the link until somebody enters others. Whoever may read
                       the document named is told, so nothing that a level or a mask keeps from some belongs in it
``calculated_while_typed``  doctypes whose forms show what ``before_validate``, ``validate`` and ``before_save`` make of them before they
                       are saved; of these, none may write while a draft is saved (``comptoir.documents.actions.calculate``)
``desk_include_js``    address(es) of JavaScript modules in the app's ``public`` folder, ``/assets/<app>/<file>``: the Desk imports them
                       when it starts and hands each what ``docs/reference/desk-scripts.md`` tells
``paper_language``     ``{doctype: dotted name}``: ``function(doc)`` is the code of the language that its reader outside speaks, or None;
                       prints and mailed PDFs are in it where nobody chose another
``paper_values``       ``{doctype: {name: dotted name}}``: ``function(doc)`` is what print formats get of ``doc.worked_out(name)``,
                       plain data; ``doc`` lacks what its reader may not see
``callers``            doctypes whose documents hold telephone numbers and call, the most wanted first
=====================  ======================================================================================
"""

from comptoir.hooks.manifest import Manifest, is_imported, merged, read_manifest
from comptoir.hooks.methods import Whitelisted, importable, resolve, resolve_imported, whitelist, whitelisted

app_title = "Comptoir"
fixtures = (
    "core_modules",
    "core_roles",
    "core_languages",
    "core_currencies",
    "core_countries",
    "core_users",
    "core_alert_rules",
)
doc_events = {
    "*": {
        "validate": "comptoir.core.trees.check",
        "after_insert": "comptoir.automation.following.made",
        "on_update": ["comptoir.core.trees.changed", "comptoir.automation.following.changed"],
        "on_submit": "comptoir.automation.following.changed",
        "on_cancel": "comptoir.automation.following.changed",
        "after_delete": "comptoir.core.trees.changed",
        "after_rename": ["comptoir.companions.events.after_rename", "comptoir.core.trees.changed"],
    },
    ("*",): dict.fromkeys(
        (
            "after_insert",
            "on_update",
            "on_submit",
            "on_cancel",
            "on_trash",
            "on_update_after_submit",
            "on_change",
        ),
        "comptoir.automation.subscribers.heard",
    ),
    "Comment": {
        "on_update": ["comptoir.automation.mentions.stored", "comptoir.automation.following.commented"],
    },
    "ToDo": {"on_update": ["comptoir.automation.following.assigned", "comptoir.automation.giving.assigned"]},
    "User": {
        "on_update": ["comptoir.core.traced.user_saved", "comptoir.automation.following.wishes"],
        "after_delete": "comptoir.core.traced.user_deleted",
    },
    "DocShare": {
        "after_insert": "comptoir.automation.giving.shared",
        "on_update": "comptoir.core.traced.shared",
        "after_delete": "comptoir.core.traced.unshared",
    },
    "DocType": {"on_update": "comptoir.core.traced.doctype_saved"},
    ("Role", "Role Profile", "Custom DocPerm", "Row Rule", "User Permission"): {
        "on_update": "comptoir.core.traced.permission_saved",
    },
    ("Role", "Role Profile", "Custom DocPerm", "Row Rule", "User Permission", "DocType"): {
        "after_delete": "comptoir.core.traced.permission_deleted",
    },
    ("User", "Role", "Role Profile", "DocType"): {"after_rename": "comptoir.core.traced.renamed"},
    "System Settings": {"on_update": "comptoir.core.scheduled_job_type.zone_changed"},
    ("System Settings", "Social Login Key", "Access Alert Rule"): {
        "on_update": "comptoir.core.traced.settings_saved",
        "after_delete": "comptoir.core.traced.settings_deleted",
    },
}
home_first_steps = "comptoir.desk.guidance.first_steps"
permission_query_conditions = {
    "Call Log": "comptoir.core.call_log.own",
    "Communication": "comptoir.core.communication.readable",
    "Dashboard": "comptoir.core.dashboard.shown_to",
    "Dashboard Chart": "comptoir.core.dashboard_chart.shown_to",
    "Notification Log": "comptoir.core.notification_log.own",
    "Number Card": "comptoir.core.number_card.shown_to",
    "Reminder": "comptoir.core.reminder.own",
    "Saved View": "comptoir.access.saved_views.readable",
    "Workspace": "comptoir.core.workspace.shown_to",
}
has_permission = {"Saved View": "comptoir.access.saved_views.may_change"}
scheduler_events = {
    "hourly": [
        "comptoir.jobs.cleaning.forget_answers",
        "comptoir.jobs.cleaning.forget_runs",
        "comptoir.jobs.cleaning.write_down_use_of_keys",
        "comptoir.jobs.mailing.send_letters",
        "comptoir.automation.dates.send_reminders",
        "comptoir.automation.digests.send_due",
        "comptoir.automation.webhooks.send_waiting",
        "comptoir.data.running.resume_lost",
        "comptoir.desk.bulk_store.forget_old",
    ],
    "daily": [
        "comptoir.files.cleaning.clean_daily",
        "comptoir.jobs.cleaning.prune_trail",
        "comptoir.jobs.cleaning.forget_logs",
        "comptoir.jobs.watching.tell_managers",
        "comptoir.automation.dates.send_dated",
        "comptoir.automation.reports.send_due",
    ],
    "daily_long": ["comptoir.backups.schedule.nightly"],
    "cron": {
        "*/5 * * * *": ["comptoir.correspondence.fetching.fetch_all"],
        "*/10 * * * *": [
            "comptoir.jobs.cleaning.keep_sessions",
            "comptoir.jobs.cleaning.seal_trail",
            "comptoir.jobs.indexing.fill_search_index",
        ],
    },
}

__all__ = [
    "Manifest", "Whitelisted", "importable", "is_imported", "merged", "read_manifest", "resolve", "resolve_imported", "whitelist",
    "whitelisted",
]  # fmt: skip
