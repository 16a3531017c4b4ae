#include "models/project/testspec.h"

#include <QCryptographicHash>
#include <QVarLengthArray>

#include <algorithm>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// In hex.
QByteArray md5(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex();
}

/// Adds `text` with runs of anything but ASCII letters, digits and underscores become one underscore.
void addCleaned(const QString &text, QString &clean)
{
    const qsizetype before = clean.size();
    clean.resize(before + text.size());
    QChar *const begin = clean.data();
    QChar *end = begin + before;
    bool gap = false;
    for (const QChar c : text) {
        const bool word =
            c == u'_' || (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
        if (word)
            *end++ = c;
        else if (!gap)
            *end++ = u'_';
        gap = !word;
    }
    clean.truncate(end - begin);
}

using Argument = std::pair<QString, const Value *>;

/// By their names.
QVarLengthArray<Argument, 8> sorted(const Dict &arguments)
{
    QVarLengthArray<Argument, 8> all;
    for (const Dict::Entry &entry : arguments)
        all.emplace_back(entry.key.toString(), &entry.value);
    std::sort(all.begin(), all.end(), [](const Argument &a, const Argument &b) { return a.first < b.first; });
    return all;
}

void addAscii(QStringView text, QByteArray &all)
{
    const qsizetype before = all.size();
    all.resize(before + text.size());
    std::transform(text.begin(), text.end(), all.begin() + before, [](QChar c) { return c.toLatin1(); });
}

/// Python's repr() of a text.
void addQuoted(QStringView text, QByteArray &all)
{
    const bool isPlain = std::all_of(text.begin(), text.end(), [](QChar c) {
        return c >= u' ' && c < QChar(0x7f) && c != u'"' && c != u'\\';
    });
    if (!isPlain) {
        all += Value(text).repr().toUtf8();
        return;
    }
    const char quote = text.contains(u'\'') ? '"' : '\'';
    all += quote;
    addAscii(text, all);
    all += quote;
}

void addHashable(const Value &value, QByteArray &text);

/// What `sorted` gives, as a mapping.
template <typename Arguments> void addMapping(const Arguments &arguments, QByteArray &text)
{
    text += '{';
    for (const Argument &argument : arguments) {
        if (!text.endsWith('{'))
            text += ", ";
        addQuoted(argument.first, text);
        text += ": ";
        addHashable(*argument.second, text);
    }
    text += '}';
}

/// Adds Python's repr() of a value whose mappings are sorted and whose scalars are texts: what dbt hashes.
void addHashable(const Value &value, QByteArray &text)
{
    if (value.isDict()) {
        addMapping(sorted(value.entries()), text);
    } else if (value.type() == Value::Type::List) {
        text += '[';
        for (const Value &item : value.items()) {
            if (&item != &value.items().front())
                text += ", ";
            addHashable(item, text);
        }
        text += ']';
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
    for (const auto &[key, given] : sorted(arguments)) {
        const Value &value = *given;
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
    return {start + QLatin1Char('_') + QString::fromLatin1(md5(full.toUtf8())), full};
}

QString testHash(const QString &name, const TestSpec &spec, const QString &modelExpression,
                 const Dict &arguments)
{
    const Value model(modelExpression);
    auto kwargs = sorted(arguments);
    const auto place = std::find_if(kwargs.begin(), kwargs.end(),
                                    [](const Argument &argument) { return argument.first >= u"model"; });
    if (place != kwargs.end() && place->first == u"model")
        place->second = &model;
    else
        kwargs.insert(place, {QStringLiteral("model"), &model});
    QByteArray text;
    text.reserve(400);
    text += name.toUtf8();
    text += "{'kwargs': ";
    addMapping(kwargs, text);
    text += ", 'name': ";
    addQuoted(spec.name, text);
    text += ", 'namespace': ";
    addQuoted(spec.package.isEmpty() ? QStringView(u"None") : spec.package, text);
    text += '}';
    return QString::fromLatin1(md5(text).right(10));
}

} // namespace daybook::project
