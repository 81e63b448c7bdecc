"""The script for Cloud Shell, run with a stand-in ``gcloud`` that remembers what it was asked."""

import json
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

from tests.conftest import program

SCRIPT = Path(__file__).parent.parent / "scripts" / "google_cloud_shell.sh"

GCLOUD = r"""#!/usr/bin/env bash
# says what the real one says, with what must not be shown among it
here=$(dirname "$0")
printf '%s\n' "$*" >>"$here/asked"
fails() {
    # line N of a file is how call N of this kind ends
    [[ -e $here/$1 ]] || return 1
    line=$(head -n 1 "$here/$1")
    sed -i 1d "$here/$1"
    [[ -n $line ]] || return 1
    echo "access_token: ya29.SECRET" >&2
    echo "$line" >&2
}
case "$*" in
    "projects list"*) cat "$here/projects" 2>/dev/null ;;
    "projects create"*) fails create && exit 1; echo "$3" >"$here/projects" ;;
    "services enable"*) fails enable && exit 1; echo "Operation finished; ya29.SECRET" ;;
    *"service-accounts list"*) cat "$here/accounts" 2>/dev/null ;;
    *"service-accounts create"*)
        fails account && exit 1
        echo "mentorship@$(cat "$here/projects").iam.gserviceaccount.com" >"$here/accounts" ;;
    *"keys create"*)
        fails key && exit 1
        printf '{"client_email": "%s", "private_key": "SECRET"}' "$(cat "$here/accounts")" >"$5"
        echo "private_key SECRET created key [SECRET]" >&2 ;;
    *) echo "ERROR: not understood: $*" >&2; exit 2 ;;
esac
exit 0
"""

TERMS = "ERROR: (gcloud.projects.create) FAILED_PRECONDITION: Callers must accept Terms of Service"
TAKEN = "ERROR: (gcloud.projects.create) Project creation failed. ALREADY_EXISTS: Requested entity already exists"
NOT_YET = "ERROR: (gcloud.iam.service-accounts.keys.create) NOT_FOUND: Service account mentorship does not exist."
POLICY = (
    "ERROR: (gcloud.iam.service-accounts.keys.create) FAILED_PRECONDITION: Key creation is not allowed on this "
    "service account (constraints/iam.disableServiceAccountKeyCreation)."
)


class CloudShell:
    """A home folder and a ``gcloud`` of our own, first on PATH."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.home = folder / "bin", folder / "home"
        for made in (self.bin, self.home):
            made.mkdir()
        self.key = self.home / "mentorship" / "key.json"
        for name, text in {"gcloud": GCLOUD, "sleep": f'#!/bin/sh\necho "$1" >>{self.bin}/slept\n'}.items():
            (self.bin / name).write_text(text, "utf-8")
            (self.bin / name).chmod(0o755)

    def fails(self, kind: str, *lines: str) -> None:
        """Let the next calls of a kind end with these errors."""
        (self.bin / kind).write_text("".join(f"{line}\n" for line in lines), "utf-8")

    def run(self, paste: bool = False, **given: str) -> subprocess.CompletedProcess[str]:
        """Run the script as a file, or as text typed into a shell."""
        words = ["bash"] if paste else ["bash", str(SCRIPT)]
        ran = subprocess.run(
            words,
            input=SCRIPT.read_text("utf-8") + "echo the terminal is still open\n" if paste else "",
            env={**os.environ, "HOME": str(self.home), "PATH": f"{self.bin}:{os.environ['PATH']}", **given},
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )
        assert re.findall("SECRET|ya29", ran.stdout + ran.stderr) == []
        return ran

    def asked(self, words: str) -> int:
        """How often ``gcloud`` was asked for something."""
        return sum(words in line for line in self.lines("asked"))

    def lines(self, name: str) -> list[str]:
        path = self.bin / name
        return path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture
def shell(tmp_path: Path) -> CloudShell:
    program("bash")
    return CloudShell(tmp_path)


MADE = ("projects create", "services enable", "service-accounts create", "keys create")


def test_one_paste_makes_project_apis_account_and_key(shell: CloudShell) -> None:
    ran = shell.run(paste=True)
    (project,) = shell.lines("projects")
    robot = f"mentorship@{project}.iam.gserviceaccount.com"
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [line for line in ran.stdout.splitlines() if line.startswith("✓")] == [
        f"✓ project {project} was made",
        "✓ Sheets, Forms and Gmail API are on",
        f"✓ service account {robot}",
        f"✓ its key: {shell.key}",
    ]
    assert ran.stdout.splitlines()[-2:] == [
        f"Share the sheet and the form with this address, as editor: {robot}",
        "the terminal is still open",
    ]
    assert json.loads(shell.key.read_text("utf-8"))["client_email"] == robot
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (shell.key, shell.key.parent)]
    assert (re.fullmatch(r"mentorship-[0-9a-f]{8}", project) is not None, modes) == (True, [0o600, 0o700])
    assert [shell.asked(words) for words in MADE] == [1, 1, 1, 1]


def test_run_again_it_makes_nothing_a_second_time(shell: CloudShell) -> None:
    shell.run()
    key = shell.key.read_bytes()
    again = shell.run()
    assert (again.returncode, f"✓ its key was made before: {shell.key}" in again.stdout) == (0, True)
    assert ([shell.asked(words) for words in MADE], shell.key.read_bytes()) == ([1, 2, 1, 1], key)


def test_a_key_that_is_not_there_yet_is_asked_for_again(shell: CloudShell) -> None:
    shell.fails("key", NOT_YET, NOT_YET)
    ran = shell.run()
    assert (ran.returncode, shell.asked("keys create"), shell.lines("slept")) == (0, 3, ["2", "4"])


def test_a_key_that_never_comes_says_to_wait_and_the_next_run_goes_on(shell: CloudShell) -> None:
    shell.fails("key", *[NOT_YET] * 6)
    ran = shell.run()
    assert (ran.returncode, ran.stderr) == (
        1,
        "✗ Google does not know the new account yet. Wait a few minutes and run this again.\n",
    )
    assert shell.run().returncode == 0
    assert [shell.asked(words) for words in MADE] == [1, 2, 1, 7]


def test_terms_that_nobody_accepted_are_one_sentence_and_the_terminal_stays_open(shell: CloudShell) -> None:
    shell.fails("create", TERMS)
    ran = shell.run(paste=True)
    assert ran.stderr == (
        "✗ This Google account has not accepted the terms of Google Cloud yet. Open https://console.cloud.google.com, "
        "accept them there, and run this again.\n"
    )
    assert (ran.stdout, shell.asked("projects create")) == ("the terminal is still open\n", 1)


def test_a_policy_against_keys_is_recognised_at_once(shell: CloudShell) -> None:
    shell.fails("key", POLICY)
    ran = shell.run()
    assert (ran.returncode, shell.asked("keys create"), shell.lines("slept")) == (1, 1, [])
    (project,) = shell.lines("projects")
    assert ran.stderr == (
        "✗ Your organisation forbids keys. Log in yourself instead, which needs none: make an OAuth client at "
        f"https://console.cloud.google.com/auth/clients?project={project} and run: mentorship login --client FILE. "
        "Or ask an administrator for an exception to iam.disableServiceAccountKeyCreation for the project "
        f"{project}, and run this again.\n"
    )
    assert not shell.key.exists()


def test_an_id_that_somebody_has_is_replaced_by_another(shell: CloudShell) -> None:
    shell.fails("create", TAKEN, TAKEN)
    assert shell.run().returncode == 0
    ids = {line.split()[2] for line in shell.lines("asked") if line.startswith("projects create")}
    assert len(ids) == 3


def test_ids_that_are_all_taken_are_told(shell: CloudShell) -> None:
    shell.fails("create", *[TAKEN] * 5)
    ran = shell.run()
    assert (ran.returncode, ran.stderr) == (
        1,
        "✗ Five project ids were taken already. Run this again; it thinks of others.\n",
    )


def test_an_error_nobody_foresaw_is_told_in_googles_own_line_and_no_other(shell: CloudShell) -> None:
    shell.fails("account", "ERROR: (gcloud.iam) INTERNAL: something else")
    ran = shell.run()
    assert (ran.returncode, ran.stderr) == (
        1,
        "✗ Google did not make the service account. ERROR: (gcloud.iam) INTERNAL: something else\n",
    )


def test_a_project_that_is_named_is_taken(shell: CloudShell) -> None:
    (shell.bin / "projects").write_text("ours-2027\n", "utf-8")
    ran = shell.run(MENTORSHIP_PROJECT="ours-2027")
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (0, "✓ project ours-2027")
    assert shell.asked("projects ") == 0


def test_a_key_of_something_else_stays(shell: CloudShell) -> None:
    shell.key.parent.mkdir()
    shell.key.write_text('{"client_email": "other@example.org"}', "utf-8")
    ran = shell.run()
    assert (ran.returncode, ran.stderr) == (
        1,
        f"✗ {shell.key} is there already and belongs to something else. Move it away and run this again.\n",
    )
    assert shell.key.read_text("utf-8") == '{"client_email": "other@example.org"}'


def test_shellcheck_finds_nothing() -> None:
    ran = subprocess.run(
        [program("shellcheck"), str(SCRIPT)], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "")
