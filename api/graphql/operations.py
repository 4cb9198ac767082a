"""The operations that GraphQL accepts, each under the SHA-256 of its document.

The documents are the files of `api/graphql/documents`. The API does not start with one
that is invalid, too deep, or too costly with any variables. Documents of clients, which
are accepted in development only, follow the same rules on every request.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
    get_variable_values,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import VariableValues
from graphql.utilities import type_from_ast

from api.graphql.cost import COST_LIMIT, DEPTH_LIMIT, Measure, Selections
from api.graphql.schema import MUTATION_ROOTS, QUERY_ROOTS, SCHEMA, Root
from api.http.faults import FAULTS_SHOWN
from api.problems import Problem, invalid

FOLDER = Path(__file__).with_name("documents")
TOKEN_LIMIT = 2000

_SAMPLES: dict[str, Any] = {
    "String": "B0DEMOJUMP",
    "Int": 1,
    "Long": 1,
    "Float": 1.0,
    "Boolean": True,
    "Date": "2026-03-01",
    "DateTime": "2026-03-01T00:00:00Z",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A valid document and the selected operation in it."""

    op: str
    text: str
    document: DocumentNode
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    roots: tuple[Root, ...]

    @property
    def name(self) -> str:
        """The name of the operation in its document."""
        return self.definition.name.value if self.definition.name else ""

    @property
    def is_mutation(self) -> bool:
        """Whether it is a mutation."""
        return self.definition.operation is OperationType.MUTATION

    def bind(self, given: dict[str, Any]) -> Selections:
        """Bind the variables; raises Problem 422 for wrong or costly values.

        An unknown variable is an error, so that a typing error is found.
        """
        definitions = self.definition.variable_definitions or ()
        known = {definition.variable.name.value for definition in definitions}
        faults = [
            {"pointer": f"/variables/{name[:40]}", "detail": "unknown variable"}
            for name in given
            if name not in known
        ]
        values = get_variable_values(
            SCHEMA, definitions, given, max_errors=FAULTS_SHOWN, hide_suggestions=True
        )
        if isinstance(values, list):
            faults += [
                {"pointer": "/variables", "detail": error.message[:200]}
                for error in values
            ]
        if faults:
            raise invalid(
                "The variables are not valid; see 'errors'.", *faults[:FAULTS_SHOWN]
            )
        assert isinstance(values, VariableValues)
        try:
            selections = Selections(SCHEMA, self.fragments, values)
            check_cost(selections.measure(self.definition))
        except GraphQLError as error:
            raise document_fault([error]) from None
        return selections


def check_cost(measure: Measure) -> None:
    """Raise Problem 422 for an operation that is too deep or too costly."""
    if measure.depth > DEPTH_LIMIT:
        raise Problem(
            "operation-too-costly",
            f"The operation is {measure.depth} fields deep, more than {DEPTH_LIMIT}.",
            depth=measure.depth,
        )
    if measure.cost > COST_LIMIT:
        raise Problem(
            "operation-too-costly",
            f"The operation would cost {measure.cost}; the limit is {COST_LIMIT}. "
            "Ask for fewer products, days or rows.",
            cost=measure.cost,
        )


@cache
def operations() -> dict[str, Operation]:
    """Return the operations of the files by their op."""
    known = {}
    for path in sorted(FOLDER.glob("*.graphql")):
        text = path.read_text()
        try:
            operation = prepare(text, rules=(NoSchemaIntrospectionCustomRule,))
            operation.bind(_sample(operation))
        except Problem as problem:
            raise RuntimeError(
                f"{path.name}: {problem.detail} {problem.extensions}"
            ) from None
        known[operation.op] = operation
    return known


def prepare(
    text: str, name: str | None = None, rules: tuple[Any, ...] = ()
) -> Operation:
    """Return the operation of a document; raises Problem 422 for one that is wrong."""
    try:
        document = parse(text, max_tokens=TOKEN_LIMIT)
    except GraphQLError as error:
        raise document_fault([error]) from None
    except RecursionError:
        raise invalid("The document is nested too deep.") from None
    errors = validate(
        SCHEMA, document, [*specified_rules, *rules], max_errors=FAULTS_SHOWN
    )
    if errors:
        raise document_fault(errors)
    found = [
        definition
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        and (name is None or (definition.name and definition.name.value == name))
    ]
    if len(found) != 1:
        raise invalid(
            "Send a document with one operation, or the operationName of one in it.",
            {"pointer": "/query", "detail": f"{len(found)} operations fit"},
        )
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    # The root fields it selects, whether or not a directive leaves one out; no name is
    # both a query and a mutation.
    walk = Selections(SCHEMA, fragments, None)
    roots = QUERY_ROOTS | MUTATION_ROOTS
    return Operation(
        sha256(text.encode()).hexdigest(),
        text,
        document,
        found[0],
        fragments,
        tuple(
            roots[name] for name in walk.names(found[0].selection_set) if name in roots
        ),
    )


def document_fault(errors: list[GraphQLError]) -> Problem:
    """Return the 422 for a document or values that the schema does not accept."""
    return invalid(
        "The document is not valid; see 'errors'.",
        *({"pointer": "/query", "detail": error.message[:200]} for error in errors),
    )


def _sample(operation: Operation) -> dict[str, Any]:
    """Return the smallest variables with which an operation can run."""
    sample: dict[str, Any] = {}
    for definition in operation.definition.variable_definitions or ():
        if definition.default_value is None:
            kind = type_from_ast(SCHEMA, definition.type)
            assert kind is not None
            value = _SAMPLES[get_named_type(kind).name]
            is_list = str(kind).startswith("[")
            sample[definition.variable.name.value] = [value] if is_list else value
    return sample
