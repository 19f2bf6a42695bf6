"""axe-core, the checker of pages for people who do not see them, hear them, or point at them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.server import ROOT

SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")

STREAMLITS_OWN = (
    # st.latex puts each formula into a box that can scroll, and no key can reach that box.
    ("scrollable-region-focusable", ".katex-display"),
)
"""(rule, selector): what Streamlit makes and gives no way to change."""

_RUN = """async ([grave, excused]) => {
    const {violations} = await axe.run(document, {resultTypes: ["violations"]})
    return violations.filter(rule => grave.includes(rule.impact)).flatMap(rule => rule.nodes
        .filter(({target}) => !excused.some(([id, selector]) =>
            id === rule.id && document.querySelector(target[0])?.matches(selector)))
        .map(({target, failureSummary}) => `${rule.id} (${rule.impact}): ${target} ${failureSummary}`))
}"""


def expect_accessible(page: Page) -> None:
    """Let axe find nothing serious or critical. Only without movement is every colour its final one."""
    assert SOURCE.is_file(), "`python3 run.py test` installs what this needs"
    # Not as a script tag, which a page's own policy may forbid.
    page.evaluate(SOURCE.read_text("utf-8"))
    assert page.evaluate(_RUN, [GRAVE, STREAMLITS_OWN]) == []
