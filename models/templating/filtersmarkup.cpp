#include "models/templating/builtins.h"
#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

namespace daybook::templating {

namespace {

QString escaped(const QString &text)
{
    return text.toHtmlEscaped()
        .replace(QStringLiteral("&quot;"), QStringLiteral("&#34;"))
        .replace(u'\'', QStringLiteral("&#39;"));
}

Value toJson(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"tojson", {u"value", u"indent"}, 1);
    JsonStyle style{.sortKeys = true, .ascii = true, .strict = true};
    if (in.has(1) && !in[1].isNone())
        style.indent = static_cast<int>(std::clamp<qint64>(in.integer(1, 0), 0, 100));
    JsonWriter writer(style, session.limits().textSize);
    if (!writer.write(in[0]))
        fail(writer.error());
    QString text = std::move(writer).text();
    session.work(text.size());
    // So that it can stand in a page: Jinja does this whether it is asked to or not.
    text.replace(u'<', QStringLiteral("\\u003c"))
        .replace(u'>', QStringLiteral("\\u003e"))
        .replace(u'&', QStringLiteral("\\u0026"));
    return Value(text.replace(u'\'', QStringLiteral("\\u0027")));
}

QString percentEncoded(const QString &text, bool query)
{
    const QByteArray safe = query ? QByteArray() : QByteArray("/");
    QString result = QString::fromLatin1(text.toUtf8().toPercentEncoding(safe));
    return query ? result.replace(QStringLiteral("%20"), QStringLiteral("+")) : result;
}

Value urlEncode(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"urlencode", {u"value"}, 1);
    const Value &value = in[0];
    const auto object = value.asObject();
    const bool iterable =
        value.isList() || value.isDict() || value.isUndefined() || (object && object->iterate());
    if (!iterable)
        return Value(percentEncoded(session.text(value), false));
    List pairs;
    for (const Dict::Entry &entry : value.entries())
        pairs.push_back(Value::fromTuple({entry.key, entry.value}));
    if (!value.isDict())
        pairs = session.elements(value);
    QStringList parts;
    for (const Value &pair : pairs) {
        const List items = session.elements(pair);
        if (items.size() != 2)
            fail(QStringLiteral("urlencode wants pairs of a name and a value"));
        parts += percentEncoded(session.text(items[0]), true) + u'=' +
                 percentEncoded(session.text(items[1]), true);
    }
    return Value(parts.join(u'&'));
}

Value xmlAttributes(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"xmlattr", {u"d", u"autospace"}, 1);
    if (!in[0].isDict())
        fail(in[0].isUndefined()
                 ? in[0].undefinedMessage()
                 : QStringLiteral("xmlattr wants a dict, not a value of type %1").arg(in[0].typeName()));
    QStringList parts;
    for (const Dict::Entry &entry : in[0].entries()) {
        if (!entry.value.isPresent())
            continue;
        const QString name = entry.key.stringOr(QStringLiteral(" "));
        static constexpr QStringView forbidden = u" \t\n\r\f\v/>=";
        for (const QChar c : name) {
            if (forbidden.contains(c))
                fail(QStringLiteral("'%1' cannot be the name of an attribute").arg(name));
        }
        parts += escaped(name) + QStringLiteral("=\"") + escaped(session.text(entry.value)) + u'"';
    }
    const QString text = parts.join(u' ');
    return Value(in.truth(1, true) && !text.isEmpty() ? u' ' + text : text);
}

/// The character that `&name;` stands for; nothing when it is not one that is known.
std::optional<QString> entity(QStringView name)
{
    static const QHash<QString, QString> named{{QStringLiteral("amp"), QStringLiteral("&")},
                                               {QStringLiteral("lt"), QStringLiteral("<")},
                                               {QStringLiteral("gt"), QStringLiteral(">")},
                                               {QStringLiteral("quot"), QStringLiteral("\"")},
                                               {QStringLiteral("apos"), QStringLiteral("'")},
                                               {QStringLiteral("nbsp"), QStringLiteral("\u00a0")},
                                               {QStringLiteral("copy"), QStringLiteral("\u00a9")},
                                               {QStringLiteral("euro"), QStringLiteral("\u20ac")}};
    if (!name.startsWith(u'#')) {
        const auto found = named.constFind(name.toString());
        return found == named.cend() ? std::nullopt : std::optional(*found);
    }
    const bool hexadecimal = name.size() > 1 && (name[1] == u'x' || name[1] == u'X');
    bool valid = false;
    const uint code = name.sliced(hexadecimal ? 2 : 1).toUInt(&valid, hexadecimal ? 16 : 10);
    if (!valid || code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return std::nullopt;
    const char32_t character = code;
    return QString::fromUcs4(&character, 1);
}

QString unescapedMarkup(const QString &text)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const qsizetype end = text[i] == u'&' ? text.indexOf(u';', i) : -1;
        const std::optional<QString> character =
            end > i && end - i < 12 ? entity(QStringView(text).sliced(i + 1, end - i - 1)) : std::nullopt;
        result += character ? *character : QString(text[i]);
        if (character)
            i = end;
    }
    return result;
}

Value stripTags(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"striptags", {u"value"}, 1);
    QString text = session.text(in[0]);
    session.work(text.size());
    const auto without = [&text](QStringView open, QStringView close) {
        QString rest;
        qsizetype from = 0;
        while (true) {
            const qsizetype begin = text.indexOf(open, from);
            const qsizetype end = begin < 0 ? -1 : text.indexOf(close, begin);
            if (end < 0)
                break;
            rest += QStringView(text).sliced(from, begin - from);
            from = end + close.size();
        }
        return rest + text.sliced(from);
    };
    text = without(u"<!--", u"-->");
    text = without(u"<", u">");
    return Value(unescapedMarkup(text.simplified()));
}

} // namespace

void addMarkupFilters(NativeTable &table)
{
    table.insert(QStringLiteral("tojson"), toJson);
    table.insert(QStringLiteral("urlencode"), urlEncode);
    table.insert(QStringLiteral("xmlattr"), xmlAttributes);
    table.insert(QStringLiteral("striptags"), stripTags);
}

} // namespace daybook::templating
