"""axe-core, the checker of pages for people who do not see them, hear them, or point at them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.server import ROOT

SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")

STREAMLITS_OWN = (
    # Of st.code, the box around what scrolls takes the keys; the button beside it copies all there is.
    ("scrollable-region-focusable", "[data-testid=stCode] pre"),
    # The uploader speaks English. Its button's words come out of our style sheet, which the browser reads and axe does
    # not: `test_the_uploader_speaks_the_visitors_language` asks the browser.
    ("button-name", "[data-testid=stFileUploaderDropzone] button"),
)
"""(rule, selector): what Streamlit makes and gives no way to change."""

# What axe weighs less is left out from the start: none of it would be said.
_RUN = """async ([grave, excused]) => {
    const light = axe._audit.rules.filter(({impact}) => !grave.includes(impact)).map(({id}) => id)
    if (light.length > 50) throw new Error("axe's rules have lost their weights")
    const rules = Object.fromEntries(light.map((id) => [id, {enabled: false}]))
    const {violations} = await axe.run(document, {resultTypes: ["violations"], preload: false, rules})
    return violations.filter(rule => grave.includes(rule.impact)).flatMap(rule => rule.nodes
        .filter(({target}) => !excused.some(([id, selector]) =>
            id === rule.id && document.querySelector(target[0])?.matches(selector)))
        .map(({target, failureSummary}) => `${rule.id} (${rule.impact}): ${target} ${failureSummary}`))
}"""


def expect_accessible(page: Page) -> None:
    """Let axe find nothing serious or critical. Only without movement is every colour its final one."""
    assert SOURCE.is_file(), "`python3 run.py test` installs what this needs"
    if not page.evaluate("() => 'axe' in window"):
        # Not as a script tag, which a page's own policy may forbid.
        page.evaluate(SOURCE.read_text("utf-8"))
    found = page.evaluate(_RUN, [GRAVE, STREAMLITS_OWN])
    assert not found, "\n".join(found)
