"""The written policy, as a credit manager would sign it, in either language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import PRESETS
from duecourse.policy.reading import read_policy
from duecourse.services.rights import Right
from duecourse.store.policy_in_force import written_policy
from duecourse.values.says import LANGUAGES
from duecourse.web.allowed import allowed
from duecourse.web.policies.head import head_of, number_in, version_shown


@allowed(Right.POLICY)
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Show a version as text, the one in force unless another is asked for."""
    head = head_of(request)
    number = number_in(request.GET.get("version"))
    version = head["in_force"] if number is None else version_shown(request.user, number)
    if version is None:
        return render(request, "policy/none.html", {**head, "tab": "read", "presets": PRESETS})
    asked = request.GET.get("in", "")
    read_in = asked if asked in LANGUAGES else request.language
    own = read_policy(version.text, measures=VOCABULARY)[0]
    shown = {
        **head,
        "tab": "read",
        "version": version,
        "shown": own,
        "text": "" if own is None else as_html(written_policy(version.text, read_in)),
        "read_in": read_in,
        "presets": PRESETS,
    }
    return render(request, "policy/read.html", shown)


def as_html(markdown: str) -> SafeString:
    """Set a printed policy as a part of a page; whatever markup it holds is shown, not obeyed.

    Its headings go one step down, below the page's own; what is set to the right becomes a class.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1:]) + 1}"
        if "right" in str(token.attrs.pop("style", "")):
            token.attrs["class"] = "n"
    page = reader.renderer.render(tokens, reader.options, {})
    framed = page.replace("<table>", '<div class="scroll"><table class="data">')
    return mark_safe(framed.replace("</table>", "</table></div>"))
