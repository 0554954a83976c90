"""Addresses of the policy's pages."""

from django.urls import URLPattern, path

from duecourse.web.pages.policy import policy
from duecourse.web.policies import draft, effect, training, versions

policy_addresses: list[URLPattern] = [
    path("policy/", policy, name="policy"),
    path("policy/versions/", versions.versions, name="policy-versions"),
    path("policy/compare/", versions.compare, name="policy-compare"),
    path("policy/confirm/", training.confirm, name="policy-confirm"),
    path("policy/training/", training.training, name="policy-training"),
    path("policy/drafts/", draft.start, name="policy-draft-start"),
    path("policy/drafts/<int:number>/", draft.draft, name="policy-draft"),
    path("policy/drafts/<int:number>/check/", draft.check, name="policy-draft-check"),
    path("policy/drafts/<int:number>/restore/", draft.restore, name="policy-draft-restore"),
    path("policy/drafts/<int:number>/ask/", draft.ask, name="policy-draft-ask"),
    path("policy/drafts/<int:number>/back/", draft.back, name="policy-draft-back"),
    path("policy/drafts/<int:number>/approve/", draft.approve, name="policy-draft-approve"),
    path("policy/drafts/<int:number>/effect/", effect.effect, name="policy-effect"),
    path(
        "policy/drafts/<int:number>/effect/progress/",
        effect.progress,
        name="policy-effect-progress",
    ),
]
