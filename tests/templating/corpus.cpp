#include "tests/templating/corpus.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::templating;

namespace {

QJsonObject parsedObject(const QString &text, const QString &where)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
    INFO(where.toStdString() << ": " << error.errorString().toStdString());
    REQUIRE(document.isObject());
    return document.object();
}

std::vector<TemplateCase> readLines(const QString &name, const QStringList &lines)
{
    std::vector<TemplateCase> result;
    QJsonObject context;
    QJsonObject options;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString where = QStringLiteral("%1:%2").arg(name).arg(i + 1);
        if (lines[i].startsWith(QStringLiteral("# context ")))
            context = parsedObject(lines[i].mid(10), where);
        else if (lines[i].startsWith(QStringLiteral("# options ")))
            options = parsedObject(lines[i].mid(10), where);
        else if (!lines[i].isEmpty() && !lines[i].startsWith(QStringLiteral("# ")))
            result.push_back({where, lines[i], context, {}, options});
    }
    return result;
}

void storeSection(TemplateCase &test, const QString &section, const QStringList &body)
{
    const QString text = body.join(u'\n');
    if (section == u"context")
        test.context = parsedObject(text, test.name);
    else if (section == u"options")
        test.options = parsedObject(text, test.name);
    else if (section.startsWith(QStringLiteral("template ")))
        test.templates.insert(section.mid(9), text);
    else if (section == u"source" || !text.trimmed().isEmpty())
        test.source = text;
}

std::vector<TemplateCase> readCases(const QString &name, const QStringList &lines)
{
    std::vector<TemplateCase> result;
    QString section;
    QStringList body;
    const auto flush = [&] {
        if (!result.empty())
            storeSection(result.back(), section, body);
        body.clear();
    };
    for (const QString &line : lines) {
        if (line.startsWith(QStringLiteral("=== "))) {
            flush();
            section.clear();
            result.push_back({QStringLiteral("%1: %2").arg(name, line.mid(4)), {}});
        } else if (line.startsWith(QStringLiteral("--- "))) {
            flush();
            section = line.mid(4);
        } else {
            body += line;
        }
    }
    flush();
    return result;
}

} // namespace

std::vector<TemplateCase> readCorpus(const QString &folder)
{
    std::vector<TemplateCase> result;
    const QDir directory(folder);
    for (const QString &name : directory.entryList(QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        REQUIRE(file.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(file.readAll());
        if (text.endsWith(u'\n'))
            text.chop(1);
        const QStringList lines = text.split(u'\n');
        const std::vector<TemplateCase> more =
            name.endsWith(QStringLiteral(".lines")) ? readLines(name, lines) : readCases(name, lines);
        INFO(name.toStdString());
        REQUIRE(!more.empty());
        result.insert(result.end(), more.begin(), more.end());
    }
    return result;
}

Value valueOf(const QJsonValue &json)
{
    switch (json.type()) {
    case QJsonValue::Bool:
        return Value(json.toBool());
    case QJsonValue::Double: {
        const QVariant number = json.toVariant();
        return number.typeId() == QMetaType::LongLong ? Value(number.toLongLong()) : Value(number.toDouble());
    }
    case QJsonValue::String:
        return Value(json.toString());
    case QJsonValue::Array: {
        List items;
        for (const QJsonValue &item : json.toArray())
            items.push_back(valueOf(item));
        return Value(std::move(items));
    }
    case QJsonValue::Object: {
        Dict dict;
        const QJsonObject object = json.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            dict.insert(it.key(), valueOf(it.value()));
        return Value(std::move(dict));
    }
    default:
        return Value::none();
    }
}

Result<QString> renderWithDaybook(const TemplateCase &test)
{
    Options options;
    options.loopControls = true;
    options.limits.steps = 1'000'000; // loops without end are among the generated
    options.limits.work = 1 << 26;
    options.trimBlocks = test.options.value(QStringLiteral("trim_blocks")).toBool();
    options.lstripBlocks = test.options.value(QStringLiteral("lstrip_blocks")).toBool();
    options.keepTrailingNewline = test.options.value(QStringLiteral("keep_trailing_newline")).toBool();
    const QString undefined = test.options.value(QStringLiteral("undefined")).toString();
    options.undefined = undefined == u"strict"      ? UndefinedPolicy::Strict
                        : undefined == u"chainable" ? UndefinedPolicy::Chainable
                                                    : UndefinedPolicy::Default;
    Environment environment(options);
    if (!test.templates.isEmpty()) {
        const Environment base = environment;
        // The loader's environment must load as well: one level of copies for each level of nesting will do.
        const auto loader = std::make_shared<Loader>();
        const std::weak_ptr<Loader> weak = loader;
        *loader = [options, templates = test.templates, weak](const QString &name) -> Result<Template> {
            if (!templates.contains(name))
                return failure(ErrorKind::Io, QStringLiteral("no template named %1").arg(name));
            Environment inner(options);
            inner.setLoader([weak](const QString &other) { return (*weak.lock())(other); });
            return inner.parse(templates.value(name).toString(), name);
        };
        environment.setLoader([loader](const QString &name) { return (*loader)(name); });
    }
    const Result<Template> parsed = environment.parse(test.source, QStringLiteral("test"));
    if (!parsed)
        return failure(parsed.error());
    return parsed->render(Context(valueOf(test.context).entries()));
}
