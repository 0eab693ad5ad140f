"""The tables of a real site are what its declarations say."""

from __future__ import annotations

import sqlalchemy as sa
from comptoir.db import table_for
from comptoir.schema import inspect
from comptoir.sites import Bench, Site

from ...site_templates import SiteTemplates


class TestANewSite:
    def test_has_every_column_a_query_may_name(self, site: Site) -> None:
        tables = inspect(site.engine).tables
        for doctype in site.registry.all().values():
            if not (doctype.issingle or doctype.is_virtual or doctype.is_trail):
                queried = {column.name for column in table_for(doctype).columns}
                assert queried == {column.name for column in tables[doctype.table].columns}


class TestTheSiteOfTheNextTest:
    def test_has_neither_the_rows_nor_the_tables_of_this_one(
        self, bench: Bench, site: Site, site_templates: SiteTemplates, db_type: str
    ) -> None:
        role = table_for(site.registry.get("Role"))
        before = inspect(site.engine)
        with site.engine.connect() as connection:
            connection.execute(sa.insert(role).values(name="Left behind"))
            connection.exec_driver_sql("CREATE TABLE `tabLeft Behind` (name VARCHAR(140) PRIMARY KEY)")
        again = site_templates.restore(bench, db_type)
        assert before == inspect(again.engine)
        with again.engine.connect() as connection:
            names = connection.execute(sa.select(role.c.name)).scalars().all()
        assert "Left behind" not in names
        assert "System Manager" in names
