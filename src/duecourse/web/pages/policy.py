"""The written policy, as a credit manager would sign it, in either language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from duecourse.services.rights import Right
from duecourse.store.policy_in_force import policy_of, version_in_force, written_policy
from duecourse.store.policy_versions import PolicyVersion
from duecourse.values.says import LANGUAGES
from duecourse.web.allowed import allowed


@allowed(Right.POLICY)
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Show the version in force as text, and which versions there are."""
    version = version_in_force()
    if version is None:
        return render(request, "policy_none.html")
    asked = request.GET.get("in", "")
    read_in = asked if asked in LANGUAGES else request.language
    text = as_html(written_policy(version.text, read_in))
    versions = PolicyVersion.objects.select_related("approved_by")
    shown = {
        "version": version,
        "policy": policy_of(version),
        "text": text,
        "read_in": read_in,
        "versions": versions,
    }
    return render(request, "policy.html", shown)


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
