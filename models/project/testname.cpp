#include "models/project/testspec.h"

#include <QCryptographicHash>

#include <algorithm>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

QString md5(const QString &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Md5).toHex());
}

/// Adds `text` with runs of anything but ASCII letters, digits and underscores become one underscore.
void addCleaned(const QString &text, QString &clean)
{
    bool gap = false;
    for (const QChar c : text) {
        const bool word =
            c == u'_' || (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
        if (word)
            clean += c;
        else if (!gap)
            clean += QLatin1Char('_');
        gap = !word;
    }
}

QStringList sortedKeys(const Dict &arguments)
{
    QStringList keys = arguments.keys();
    std::sort(keys.begin(), keys.end());
    return keys;
}

/// Python's repr() of a text.
void addQuoted(const QString &text, QString &all)
{
    const bool isPlain = std::all_of(text.begin(), text.end(), [](QChar c) {
        return c >= u' ' && c < QChar(0x7f) && c != u'\'' && c != u'\\';
    });
    if (isPlain)
        ((all += QLatin1Char('\'')) += text) += QLatin1Char('\'');
    else
        all += Value(text).repr();
}

/// Adds Python's repr() of a value whose mappings are sorted and whose scalars are texts: what dbt hashes.
void addHashable(const Value &value, QString &text)
{
    if (value.isDict()) {
        text += QLatin1Char('{');
        for (const QString &key : sortedKeys(value.entries())) {
            if (!text.endsWith(QLatin1Char('{')))
                text += u", ";
            addQuoted(key, text);
            text += u": ";
            addHashable(value.find(key), text);
        }
        text += QLatin1Char('}');
    } else if (value.type() == Value::Type::List) {
        text += QLatin1Char('[');
        for (const Value &item : value.items()) {
            if (&item != &value.items().front())
                text += u", ";
            addHashable(item, text);
        }
        text += QLatin1Char(']');
    } else {
        addQuoted(value.toString(), text);
    }
}

} // namespace

TestName testName(const QString &type, const QString &target, const Dict &arguments)
{
    const QString identifier = type + QLatin1Char('_') + target;
    QString full;
    full.reserve(80);
    full += identifier;
    const auto add = [&](const Value &value) {
        full += full.size() == identifier.size() ? u"_" : u"__";
        addCleaned(value.toString(), full);
    };
    for (const QString &key : sortedKeys(arguments)) {
        const Value value = arguments.value(key);
        if (value.isDict()) {
            for (const Dict::Entry &entry : value.entries())
                add(entry.value);
        } else if (value.isList()) {
            for (const Value &item : value.items())
                add(item);
        } else {
            add(value);
        }
    }
    if (full.size() == identifier.size())
        full += QLatin1Char('_');
    // Lengths count code points, as Python's do.
    if (full.size() < 64 || full.toUcs4().size() < 64)
        return {full, full};
    const auto points = identifier.toUcs4();
    const QString start = QString::fromUcs4(reinterpret_cast<const char32_t *>(points.constData()),
                                            std::min<qsizetype>(points.size(), 30));
    return {start + QLatin1Char('_') + md5(full), full};
}

QString testHash(const QString &name, const TestSpec &spec, const QString &modelExpression,
                 const Dict &arguments)
{
    Dict kwargs = arguments;
    kwargs.insert(u"model", Value(modelExpression));
    QString text;
    text.reserve(400);
    text += name;
    text += u"{'kwargs': ";
    addHashable(Value(std::move(kwargs)), text);
    text += u", 'name': ";
    addQuoted(spec.name, text);
    text += u", 'namespace': ";
    addQuoted(spec.package.isEmpty() ? QStringLiteral("None") : spec.package, text);
    text += QLatin1Char('}');
    return md5(text).right(10);
}

} // namespace daybook::project
