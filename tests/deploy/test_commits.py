"""Commit subjects have one form: `area: imperative sentence`, at most 72 characters."""

import re
import subprocess

import pytest

from tests.support.databases import ROOT

SUBJECT = re.compile(r"[a-z][a-z0-9_-]*: [a-z].*[^.]")
MOST = 72
# The form holds for commits after this file, and not for those of tools.
MADE_BY_TOOLS = ("Merge ", "Revert ")


def git(*arguments: str) -> list[str]:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("the sources lie in no git repository")
    return done.stdout.splitlines()


def fault_of(subject: str) -> str | None:
    """Return what is wrong with a subject, or None."""
    if subject.startswith(MADE_BY_TOOLS):
        return None
    if len(subject) > MOST:
        return f"{len(subject)} characters: {subject}"
    return None if SUBJECT.fullmatch(subject) else f"not 'area: sentence': {subject}"


def test_subjects_of_commits_have_the_form() -> None:
    added = git("log", "--format=%H", "--diff-filter=A", "--", __file__)
    if not added:
        pytest.skip("the history does not reach back to this file")
    subjects = git("log", "--format=%s", f"{added[-1]}..HEAD")
    assert [fault for fault in map(fault_of, subjects) if fault] == []


@pytest.mark.parametrize(
    ("subject", "is_right"),
    [
        ("cache: batch cold reads", True),
        ("Merge branch 'cache'", True),
        ("Cache: batch cold reads", False),
        ("cache: Batch cold reads", False),
        ("cache: batch cold reads.", False),
        ("batch cold reads", False),
        ("cache: " + "x" * 70, False),
    ],
)
def test_a_subject_is_judged(subject: str, is_right: bool) -> None:
    assert (fault_of(subject) is None) == is_right
