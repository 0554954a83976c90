import pytest

from rules import lock

PROJECT = """
[project]
name = "example"
dependencies = ["alpha>=1", "beta[fast]>=2,<3"]

[project.optional-dependencies]
more = ["Gamma_Ray>=1"]

[dependency-groups]
dev = ["delta"]
"""
ALPHA = "alpha==1.2 \\\n    --hash=sha256:aa\n"
BETA = "beta==2.5 ; sys_platform == 'win32' \\\n    --hash=sha256:bb \\\n    --hash=sha256:b0\n"
REST = "delta==0.1 \\\n    --hash=sha256:dd\ngamma-ray==1.0 \\\n    --hash=sha256:cc\n"


@pytest.fixture
def locked(tmp_path):
    """Write a project with its two locks; return what the rule says of it."""

    def faults(complete=ALPHA + BETA + REST, base=ALPHA + BETA):
        (tmp_path / "pyproject.toml").write_text(PROJECT)
        (tmp_path / lock.COMPLETE).write_text(complete)
        (tmp_path / lock.BASE).write_text(base)
        return lock.faults(tmp_path)

    return faults


def test_locks_that_meet_every_requirement_are_in_order(locked):
    assert locked() == []


def test_a_requirement_that_is_not_locked_is_named(locked):
    assert locked(complete=ALPHA + BETA) == [
        "requirements.lock: has nothing for Gamma_Ray>=1; run `make lock`",
        "requirements.lock: has nothing for delta; run `make lock`",
    ]


def test_a_version_that_the_project_no_longer_allows_is_named(locked):
    old = ALPHA.replace("1.2", "0.9")

    assert locked(complete=old + BETA + REST, base=old + BETA) == [
        "requirements.lock: has 0.9 for alpha>=1; run `make lock`",
        "requirements-base.lock: has 0.9 for alpha>=1; run `make lock`",
    ]


def test_one_version_for_each_python_must_be_allowed_each(locked):
    both = BETA + BETA.replace("2.5", "3.1")

    assert locked(complete=ALPHA + both + REST) == [
        "requirements.lock: has 2.5, 3.1 for beta[fast]<3,>=2; run `make lock`"
    ]


def test_a_pin_without_a_hash_is_named(locked):
    bare = "alpha==1.2\n"

    assert "requirements.lock: alpha has no hash" in locked(complete=bare + BETA + REST)


def test_the_base_lock_may_not_drift_from_the_complete_one(locked):
    assert locked(base=ALPHA.replace("sha256:aa", "sha256:ab") + BETA) == [
        "requirements-base.lock: alpha 1.2 is not what requirements.lock has"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url example.org/simple\n",
        "--find-links wheels\n",
        "-e .\n",
        "alpha @ file:alpha.whl\n",
        "# from https://example.org\n",
    ],
)
def test_a_host_or_a_place_is_named(locked, line):
    assert locked(complete=line + ALPHA + BETA + REST) == [
        "requirements.lock: names a host or a place"
    ]
