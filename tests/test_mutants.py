"""Faults planted in the guards are caught: tests/mutants.py lists them, each with the test that must fail."""

import pytest

from tests.mutants import MUTANTS, ROOT, Mutant, copy_tree, try_all, why_alive


def test_every_mutant_still_fits_the_code_and_names_a_test():
    for mutant in MUTANTS:
        assert (ROOT / mutant.file).read_text("utf-8").count(mutant.right) == 1, mutant.name
        file, _colon, test = mutant.test.partition("::")
        assert f"def {test.partition('[')[0]}" in (ROOT / "tests" / file).read_text("utf-8"), mutant.name
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.slow
def test_every_mutant_is_killed():
    assert try_all(MUTANTS, jobs=2) == {}


@pytest.mark.slow
def test_a_mutant_that_changes_nothing_is_reported_alive(tmp_path):
    same = Mutant("the same", "articles/guarding.py", "BATCH = 400", "BATCH = 401", "test_doubts.py")
    assert "passed" in why_alive(same, copy_tree(tmp_path))
