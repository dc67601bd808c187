"""Queries whose SQL Django writes once.

Building and compiling a query costs the ORM five to ten times what SQLite needs to answer it (measured on the child's
page: 0.6 ms against 0.07 ms). A prepared query is an ordinary query set, compiled at its first call for each kind of
database; later calls only bind values, and read the rows through the same converters.

>>> newest_state = Prepared(lambda child: ChildStatus.objects.filter(child=child).values_list("state"), child=UUID)
... # doctest: +SKIP
>>> newest_state(child=maya.pk)  # doctest: +SKIP
[('active',)]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

from .ids import new_id

Row = tuple[Any, ...]
Value = UUID | datetime | date | str | int | None
Model = TypeVar("Model", bound=models.Model)

FIELDS: dict[type, models.Field[Any, Any]] = {
    UUID: models.UUIDField(),
    datetime: models.DateTimeField(),
    date: models.DateField(),
    str: models.TextField(),
    int: models.IntegerField(),
}


def samples(kind: type) -> tuple[Any, Any]:
    """Two different values of a kind, to see where in the SQL's parameters they end up."""
    known: dict[type, tuple[Any, Any]] = {
        UUID: (new_id(), new_id()),
        datetime: (datetime(2901, 2, 3, 4, 5, 6, 7, UTC), datetime(2902, 3, 4, 5, 6, 7, 8, UTC)),
        date: (date(2903, 4, 5), date(2904, 5, 6)),
        str: ("first sample", "second sample"),
        int: (923_411, 923_412),
    }
    return known[kind]


@dataclass(frozen=True)
class Statement:
    """Compiled for one kind of database: SQL, parameters with the places of each value, converters of the columns."""

    sql: str
    parameters: tuple[Any, ...]
    places: dict[str, tuple[int, ...]]
    converters: dict[int, Any]


class Prepared:
    """A `values_list` query with named values, each of one kind (UUID, datetime, date, str or int).

    A value must stand in the SQL as it is: `icontains`, `in` and values that Python computes from are refused when the
    query is first compiled.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], **kinds: type) -> None:
        self.build = build
        self.kinds = kinds
        self.statements: dict[str, Statement] = {}

    def __call__(self, **values: Value) -> list[Row]:
        """The rows for these values. Costs one query."""
        statement = self.statements.get(connection.vendor) or self._compile()
        parameters = list(statement.parameters)
        for name, value in values.items():
            prepared = FIELDS[self.kinds[name]].get_db_prep_value(value, connection)
            for place in statement.places[name]:
                parameters[place] = prepared
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows: list[Row] = cursor.fetchall()
        return converted(rows, statement.converters)

    def first(self, **values: Value) -> Row | None:
        rows = self(**values)
        return rows[0] if rows else None

    def _compile(self) -> Statement:
        first = {name: samples(kind)[0] for name, kind in self.kinds.items()}
        sql, parameters, converters = self._sql(first)
        places = {}
        for name, kind in self.kinds.items():
            other = samples(kind)[1]
            changed = self._sql({**first, name: other})
            shown = FIELDS[kind].get_db_prep_value(other, connection)
            found = tuple(i for i, value in enumerate(changed[1]) if value != parameters[i])
            if changed[0] != sql or not found or any(changed[1][i] != shown for i in found):
                raise ValueError(f"“{name}” does not stand in the query as it is, so it cannot be prepared")
            places[name] = found
        statement = self.statements[connection.vendor] = Statement(sql, tuple(parameters), places, converters)
        return statement

    def _sql(self, values: dict[str, Any]) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        compiler = self.build(**values).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return sql, tuple(parameters), compiler.get_converters([part[0] for part in compiler.select])


class PreparedFor:
    """A `values_list` query about a few keys: the SQL asks `in` for a fixed number of them, gaps hold a key again."""

    def __init__(self, build: Callable[[list[UUID]], models.QuerySet[Any, Any]], most: int = 20) -> None:
        names = [f"key{place}" for place in range(most)]
        self.query = Prepared(lambda **keys: build([keys[name] for name in names]), **dict.fromkeys(names, UUID))
        self.names = names

    def __call__(self, keys: Sequence[UUID]) -> list[Row]:
        """The rows about these keys; one query for each `most` of them, none for no key. Order within a query only."""
        rows: list[Row] = []
        for start in range(0, len(keys), len(self.names)):
            some = keys[start : start + len(self.names)]
            filled = [*some, *[some[-1]] * (len(self.names) - len(some))]
            rows += self.query(**dict(zip(self.names, filled, strict=True)))
        return rows


AS_THEY_ARE = frozenset({type(None), str, int, bool, float})
KEPT = (UUID, datetime, date)
"""Values that cannot be changed, so that rows may share one."""


def converted(rows: list[Row], converters: dict[int, Any]) -> list[Row]:
    """Rows with each column's values as its field tells them. Keys and times that come again are converted once: the
    points of a child's goals name the same few visits."""
    if not converters:
        return rows
    found = [list(row) for row in rows]
    for index, (functions, expression) in converters.items():
        known: dict[Any, Any] = {}
        for row in found:
            raw = value = row[index]
            if raw.__class__ is str and raw in known:
                row[index] = known[raw]
                continue
            for function in functions:
                value = function(value, expression, connection)
            row[index] = value
            if raw.__class__ is str and isinstance(value, KEPT):
                known[raw] = value
    return [tuple(row) for row in found]


def columns(model: type[models.Model]) -> list[str]:
    """The names to ask for when whole objects are wanted from a prepared query: see `objects`."""
    return [field.attname for field in model._meta.concrete_fields]


def objects(model: type[Model], rows: list[Row]) -> list[Model]:
    """Rows of `values_list(*columns(model))` as saved objects."""
    names = columns(model)
    return [model.from_db(connection.alias, names, row) for row in rows]


_inserts: dict[tuple[type[models.Model], str], str] = {}


def insert(row: models.Model) -> None:
    """Insert one new object with all its values set: the same SQL each time. No signals, no `save`."""
    model = type(row)
    fields = model._meta.concrete_fields
    sql = _inserts.get((model, connection.vendor))
    if sql is None:
        quote = connection.ops.quote_name
        names = ", ".join(quote(field.column or "") for field in fields)
        marks = ", ".join(
            field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"
            for field in fields
        )
        sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 (names of our own)
        _inserts[model, connection.vendor] = sql
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    row._state.adding, row._state.db = False, connection.alias


def insert_all(model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, ignore: bool = False) -> None:
    """Insert plain values by column name, without an object for each: one prepared statement, many rows.

    What a row does not name takes the field's default; a number must be of its column's own type. `ignore` leaves out
    rows that are there already, on PostgreSQL only: SQLite's OR IGNORE also swallows a failed check.
    """
    if not rows:
        return
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(field.column or "") for field in fields), ", ".join(["%s"] * len(fields))
    after = " ON CONFLICT DO NOTHING" if ignore and connection.vendor == "postgresql" else ""
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks}){after}"  # noqa: S608 (names of our own)
    values = list(zip(*(_column(field, rows) for field in fields), strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _column(field: models.Field[Any, Any], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """One field's values as the database takes them. Keys and times that come again are prepared once."""
    name = field.attname
    values = [row[name] if name in row else field.get_default() for row in rows]
    if {value.__class__ for value in values} <= AS_THEY_ARE and not isinstance(field, models.JSONField):
        return values
    known: dict[Any, Any] = {}
    for place, value in enumerate(values):
        if value.__class__ not in KEPT:
            values[place] = field.get_db_prep_save(value, connection)
            continue
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        values[place] = known[value]
    return values
