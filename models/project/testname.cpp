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

/// Runs of anything but ASCII letters, digits and underscores become one underscore.
QString cleaned(const QString &text)
{
    QString clean;
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
    return clean;
}

QStringList sortedKeys(const Dict &arguments)
{
    QStringList keys = arguments.keys();
    std::sort(keys.begin(), keys.end());
    return keys;
}

/// Mappings by key, and every scalar as its text: dbt hashes Python's rendering of that.
Value hashable(const Value &value)
{
    if (value.isDict()) {
        Dict sorted;
        for (const QString &key : sortedKeys(value.entries()))
            sorted.insert(key, hashable(value.find(key)));
        return Value(std::move(sorted));
    }
    if (value.type() == Value::Type::List) {
        List items;
        for (const Value &item : value.items())
            items.push_back(hashable(item));
        return Value(std::move(items));
    }
    return Value(value.toString());
}

} // namespace

TestName testName(const QString &type, const QString &target, const Dict &arguments)
{
    QStringList parts;
    for (const QString &key : sortedKeys(arguments)) {
        const Value value = arguments.value(key);
        if (value.isDict()) {
            for (const Dict::Entry &entry : value.entries())
                parts.append(cleaned(entry.value.toString()));
        } else if (value.isList()) {
            for (const Value &item : value.items())
                parts.append(cleaned(item.toString()));
        } else {
            parts.append(cleaned(value.toString()));
        }
    }
    const QString identifier = type + QLatin1Char('_') + target;
    const QString full = identifier + QLatin1Char('_') + parts.join(QStringLiteral("__"));
    // Lengths count code points, as Python's do.
    if (full.toUcs4().size() < 64)
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
    const Value metadata(
        Dict{{QStringLiteral("namespace"), spec.package.isEmpty() ? Value::none() : Value(spec.package)},
             {QStringLiteral("name"), Value(spec.name)},
             {QStringLiteral("kwargs"), Value(std::move(kwargs))}});
    return md5(name + hashable(metadata).repr()).right(10);
}

} // namespace daybook::project
