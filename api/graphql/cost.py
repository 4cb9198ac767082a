"""The limits of a GraphQL operation: its depth, and its cost by the lengths of lists.

A field with a selection costs 1, times the length of the lists around it; a root field
costs a database call besides. The arguments give the length of a list, otherwise it is
assumed. Nothing is executed for this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_argument_values,
    get_named_type,
    is_list_type,
)
from graphql.execution.values import VariableValues
from graphql.type import get_nullable_type
from graphql.type.introspection import (
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
)

from api.http.parameters import PAGE_LIMIT

DEPTH_LIMIT = 6
COST_LIMIT = 1000
CALL_COST = 20
ASSUMED_LENGTH = 10
KNOWN_LENGTHS = {"windows": 3}

_META = {
    "__schema": SchemaMetaFieldDef,
    "__type": TypeMetaFieldDef,
    "__typename": TypeNameMetaFieldDef,
}


class Measure(NamedTuple):
    """The depth and the cost of a selection."""

    depth: int
    cost: int


@dataclass(frozen=True, slots=True)
class Selections:
    """The selections of an operation with the values of its variables."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues | None
    _measured: dict[tuple[Any, ...], Measure] = field(default_factory=dict)

    def fields(
        self, selection_set: SelectionSetNode, parent: GraphQLObjectType
    ) -> Iterator[tuple[FieldNode, GraphQLField, dict[str, Any]]]:
        """Yield the fields of a selection, with their arguments."""
        for node in self._nodes(selection_set):
            name = node.name.value
            found = parent.fields.get(name) or _META[name]
            yield node, found, get_argument_values(found, node, self.variables)

    def names(self, selection_set: SelectionSetNode) -> list[str]:
        """Return the names of the fields of a selection."""
        return [node.name.value for node in self._nodes(selection_set)]

    def _nodes(self, selection_set: SelectionSetNode) -> Iterator[FieldNode]:
        """Yield the fields of a selection and of its fragments.

        Each fragment once: a second time it selects nothing new. @skip and @include are
        ignored: a field that may be selected counts.
        """
        opened: set[str] = set()
        waiting = [selection_set]
        while waiting:
            for node in waiting.pop().selections:
                if isinstance(node, FieldNode):
                    yield node
                elif isinstance(node, InlineFragmentNode):
                    waiting.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode):
                    name = node.name.value
                    if name not in opened:
                        opened.add(name)
                        waiting.append(self.fragments[name].selection_set)

    def measure(self, operation: OperationDefinitionNode) -> Measure:
        """Return the depth and cost of an operation; the document must be valid."""
        root = self.schema.get_root_type(operation.operation)
        assert root is not None
        depth = cost = 0
        for node, found, arguments in self.fields(operation.selection_set, root):
            if node.name.value.startswith("__"):
                continue
            below = self._measure(node, found, arguments, KNOWN_LENGTHS)
            depth = max(depth, below.depth)
            cost += below.cost + CALL_COST
        return Measure(depth, cost)

    def _measure(
        self,
        node: FieldNode,
        found: GraphQLField,
        arguments: dict[str, Any],
        lengths: dict[str, int],
    ) -> Measure:
        if node.selection_set is None:
            return Measure(1, 0)
        lengths = lengths | lengths_of(arguments)
        count = 1
        if is_list_type(get_nullable_type(found.type)):
            count = lengths.get(node.name.value, ASSUMED_LENGTH)
        parent = get_named_type(found.type)
        if not isinstance(parent, GraphQLObjectType):
            return Measure(1, count)
        place = (id(node.selection_set), *sorted(lengths.items()))
        inner = self._measured.get(place)
        if inner is None:
            depth = cost = 0
            for child in self.fields(node.selection_set, parent):
                below = self._measure(*child, lengths)
                depth = max(depth, below.depth)
                cost += below.cost
            inner = self._measured[place] = Measure(depth, cost)
        return Measure(1 + inner.depth, count * (1 + inner.cost))


def lengths_of(arguments: Mapping[str, Any]) -> dict[str, int]:
    """Return the lengths of lists by their names, as far as arguments give them."""
    lengths: dict[str, int] = {}
    if isinstance(asins := arguments.get("asins"), list):
        lengths["products"] = len(asins)
    if isinstance(days := arguments.get("range"), str) and days[:-1].isdigit():
        lengths["days"] = lengths["gaps"] = int(days[:-1][:4])
    if "limit" in arguments:
        lengths["data"] = max(1, arguments["limit"] or PAGE_LIMIT)
    return lengths
