#pragma once

#include "models/templating/environment.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

/// One template to be rendered by Daybook's engine and by the real Jinja2.
struct TemplateCase
{
    QString name;
    QString source;
    QJsonObject context = {};
    QJsonObject templates = {}; ///< for include, import and extends
    QJsonObject options = {};   ///< as Jinja's Environment takes them
};

/// Reads the corpus. `*.lines`: a template a line; `# context {...}` and `# options {...}` hold for what
/// follows.
/// `*.cases`: after `=== title` sections `--- context`, `--- options`, `--- template NAME` and `--- source`;
/// text right after the title is the source.
std::vector<TemplateCase> readCorpus(const QString &folder);

/// Numbers with a point or exponent are floats, as in Python's JSON.
daybook::templating::Value valueOf(const QJsonValue &json);

daybook::Result<QString> renderWithDaybook(const TemplateCase &test);
