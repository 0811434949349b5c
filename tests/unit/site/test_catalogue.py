"""Every word that a page may print is known in both languages."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from models.readings import CAUSES, FORMS, SEVERITIES
from models.reports import SCOPES
from models.vocabulary import vocabulary
from pipelines.site.catalogue import as_script, catalogue
from pipelines.site.render import HERE

ROOT = Path(__file__).parents[3]


def test_every_label_of_the_forms_has_english() -> None:
    words = vocabulary()
    labels = {*words.applicants.values(), *words.outcomes.values()}
    labels |= {
        part for label in (*words.applications.values(), *words.channels.values()) for part in label.split("/")
    }
    for items in words.disclosure.values():
        labels |= {text for item in items.values() for text in (item.label, *item.measures.values())}
        assert items.keys() <= catalogue().articles.keys()
    labels |= {text for line in words.indicators.values() for text in (line.label, line.unit) if text}
    labels |= set(catalogue().articles.values())
    assert labels <= catalogue().text.keys()


def test_every_text_of_the_templates_and_scripts_has_english() -> None:
    said = set()
    for file in (HERE / "templates").iterdir():
        template = file.read_text(encoding="utf-8")
        said |= set(re.findall(r'\b(?:t|word)\("([^"]+)"\)', template))
        for names in re.findall(r"columns\(\[([^\]]+)\]", template):
            said |= set(re.findall(r'"([^"]+)"', names))
    for file in (HERE / "assets").glob("*.js"):
        if not file.name.startswith("chart"):
            said |= set(re.findall(r'SITE\.text\("([^"]+)"\)', file.read_text(encoding="utf-8")))
    assert len(said) > 100
    assert said <= catalogue().text.keys()
    assert catalogue().numbers <= catalogue().text.keys()


def test_every_code_of_the_database_has_a_name() -> None:
    codes = {*FORMS, *SEVERITIES, *CAUSES, *SCOPES, *filter(None, catalogue().states)}
    codes |= {f"exit_{code}" for code in range(9)}
    assert codes <= catalogue().codes.keys()


def test_every_reason_that_the_code_can_give_has_a_name() -> None:
    """Of the reader, of what is no report, and of coverage."""
    read = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "pipelines").rglob("*.py"))
    reasons = set(re.findall(r'\b(?:CarrierError|WorkerError|unreadable)\(\s*"([a-z_]+)"', read))
    assert {"corrupt", "encrypted", "worker_died", "empty_archive"} <= reasons
    strangers = (ROOT / "pipelines/checks/strangers.py").read_text(encoding="utf-8")
    returned = re.findall(r"^\s*return (.*)$", strangers, re.MULTILINE)
    reasons |= {name for line in returned for name in re.findall(r'"([a-z0-9_]+)"', line)}
    reasons |= set(tomllib.loads((ROOT / "pipelines/checks/strangers.toml").read_text("utf-8"))["headline"])
    view = max((ROOT / "migrations/views").glob("v_coverage_v*.sql")).read_text(encoding="utf-8")
    reasons |= set(re.findall(r"(?:THEN|ELSE) '([a-z_]+)'", view)) - {"not_due"}
    reasons |= {
        code for codes in re.findall(r"outcome IN \(([^)]+)\)", view) for code in re.findall(r"'(\w+)'", codes)
    }
    assert {"list_page", "notice", "no_column", "http_451"} <= reasons
    assert sorted(reasons - catalogue().codes.keys() - {"report", "unassigned"}) == []


def test_english_is_english_and_chinese_is_chinese() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert not [text for text in catalogue().text.values() if chinese.search(text)]
    assert not [pair for pair in catalogue().codes.values() if chinese.search(pair[1])]


def test_a_script_cannot_be_ended_by_what_it_holds() -> None:
    given = ["</script><script>alert(1)</script>", "\u2028", "<!--", "&"]
    script = as_script(given)
    assert not set("<>&\u2028") & set(script)
    assert json.loads(script) == given
