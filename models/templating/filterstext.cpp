#include "models/templating/builtins.h"
#include "models/templating/methods.h"
#include "models/templating/operations.h"

#include <algorithm>

namespace daybook::templating {

namespace {

template <QString (*Change)(const QString &)> Value changed(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"this filter", {u"s"}, 1);
    const QString text = session.text(in[0]);
    session.work(text.size());
    return Value(Change(text));
}

QString upper(const QString &text)
{
    return text.toUpper();
}
QString lower(const QString &text)
{
    return text.toLower();
}
QString same(const QString &text)
{
    return text;
}

/// Jinja's own idea of a title: words start after white space, hyphens and opening brackets.
QString title(const QString &text)
{
    const auto separates = [](QChar c) { return c.isSpace() || QStringView(u"-({[<").contains(c); };
    QString result;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i;
        while (end < text.size() && !separates(text[end]))
            ++end;
        if (end > i) {
            const qsizetype first = text[i].isHighSurrogate() ? 2 : 1;
            result += text.sliced(i, first).toUpper() + text.sliced(i + first, end - i - first).toLower();
        }
        while (end < text.size() && separates(text[end]))
            result += text[end++];
        i = end;
    }
    return result;
}

Value trim(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"trim", {u"value", u"chars"}, 1);
    const QString text = session.text(in[0]);
    session.work(text.size());
    if (!in.has(1) || in[1].isNone())
        return Value(text::stripped(text, std::nullopt, true, true));
    if (!in[1].isString())
        fail(QStringLiteral("trim takes characters as text, not a value of type %1").arg(in[1].typeName()));
    return Value(text::stripped(text, in[1].asString(), true, true));
}

Value replace(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"replace", {u"s", u"old", u"new", u"count"}, 3);
    const qint64 count = in.has(3) && in[3].isNone() ? -1 : in.integer(3, -1);
    return Value(replaced(session, session.text(in[0]), session.text(in[1]), session.text(in[2]), count));
}

Value format(Session &session, const Arguments &arguments)
{
    if (arguments.positional.size() > 1 && !arguments.keyword.isEmpty())
        fail(QStringLiteral("format takes positional or named values, not both"));
    const QString text = session.text(arguments.positional.front());
    if (!arguments.keyword.isEmpty())
        return Value(percentFormat(session, text, Value(arguments.keyword)));
    const List values(arguments.positional.begin() + 1, arguments.positional.end());
    return Value(percentFormat(session, text, Value::fromTuple(values)));
}

Value wordCount(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"wordcount", {u"s"}, 1);
    const QString text = session.text(in[0]);
    session.work(text.size());
    qint64 words = 0;
    bool inside = false;
    for (const QChar c : text) {
        const bool word = c == u'_' || c.isLetterOrNumber() || c.isSurrogate();
        words += word && !inside ? 1 : 0;
        inside = word;
    }
    return Value(words);
}

Value center(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"center", {u"value", u"width"}, 1);
    return Value(text::padded(session, session.text(in[0]), in.integer(1, 80), u' ', 0));
}

/// For `escape`: as HTML wants it.
QString escaped(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'&':
            result += u"&amp;";
            break;
        case u'<':
            result += u"&lt;";
            break;
        case u'>':
            result += u"&gt;";
            break;
        case u'"':
            result += u"&#34;";
            break;
        case u'\'':
            result += u"&#39;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

} // namespace

void addTextFilters(NativeTable &table)
{
    const std::pair<const char16_t *, NativeFunction> filters[] = {
        {u"upper", changed<upper>},
        {u"lower", changed<lower>},
        {u"capitalize", changed<text::capitalized>},
        {u"title", changed<title>},
        {u"string", changed<same>},
        {u"safe", changed<same>},
        {u"trim", trim},
        {u"replace", replace},
        {u"format", format},
        {u"wordcount", wordCount},
        {u"center", center},
        {u"escape", changed<escaped>},
        {u"e", changed<escaped>},
        {u"forceescape", changed<escaped>},
    };
    for (const auto &[name, filter] : filters)
        table.insert(QStringView(name).toString(), filter);
}

} // namespace daybook::templating
