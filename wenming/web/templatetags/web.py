"""Every part under one name, so that settings list one builtin and pages load nothing.

Translation and static tags are among them: a page says {% translate "…" %} without {% load i18n %}.
"""

from django.template import Library
from django.templatetags import i18n, l10n, static

from wenming.web.templatetags import blocks, drawings, fields, lists, marks

register = Library()

for part in (i18n, l10n, static, marks, blocks, lists, fields, drawings):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
