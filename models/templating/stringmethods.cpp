#include "models/templating/methods.h"

#include <algorithm>

namespace daybook::templating {

namespace text {

QString stripped(const QString &text, const std::optional<QString> &characters, bool left, bool right)
{
    const auto strips = [&](QChar c) { return characters ? characters->contains(c) : c.isSpace(); };
    qsizetype begin = 0;
    qsizetype end = text.size();
    while (left && begin < end && strips(text[begin]))
        ++begin;
    while (right && end > begin && strips(text[end - 1]))
        --end;
    return text.sliced(begin, end - begin);
}

QString capitalized(const QString &text)
{
    if (text.isEmpty())
        return text;
    const qsizetype first = text[0].isHighSurrogate() ? 2 : 1;
    return text.left(first).toUpper() + text.sliced(std::min(first, text.size())).toLower();
}

bool isUpperCase(QStringView text)
{
    const bool cased = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isUpper(); });
    return cased && std::none_of(text.begin(), text.end(), [](QChar c) { return c.isLower(); });
}

bool isLowerCase(QStringView text)
{
    const bool cased = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLower(); });
    return cased && std::none_of(text.begin(), text.end(), [](QChar c) { return c.isUpper(); });
}

QString padded(Session &session, const QString &text, qint64 width, QChar fill, int position)
{
    const qint64 missing = width - length(text);
    if (missing <= 0)
        return text;
    session.checkSize(width);
    // Python's centre puts the odd character left or right depending on the width.
    const qint64 left = position > 0 ? missing : position < 0 ? 0 : missing / 2 + (missing & width & 1);
    return QString(left, fill) + text + QString(missing - left, fill);
}

} // namespace text

namespace {

QString selfText(const Value &self)
{
    return std::get<QString>(self.data());
}

QString textArgument(const Signature &in, size_t i, QStringView function)
{
    if (!in[i].isString())
        fail(QStringLiteral("%1 wants text, not a value of type %2").arg(function, in[i].typeName()));
    return *in[i].asString();
}

template <QString (*Change)(const QString &)>
Value changed(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"this method", {});
    session.work(selfText(self).size());
    return Value(Change(selfText(self)));
}

QString upper(const QString &text)
{
    return text.toUpper();
}
QString lower(const QString &text)
{
    return text.toLower();
}
QString casefold(const QString &text)
{
    return text.toCaseFolded();
}

QString title(const QString &text)
{
    QString result;
    bool inWord = false;
    for (const QChar c : text) {
        result += inWord ? QString(c).toLower() : QString(c).toUpper();
        inWord = c.isLetter();
    }
    return result;
}

QString swapcase(const QString &text)
{
    QString result;
    for (const QChar c : text)
        result += c.isUpper() ? QString(c).toLower() : QString(c).toUpper();
    return result;
}

template <bool Left, bool Right> Value strip(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"strip", {u"chars"});
    session.work(selfText(self).size());
    const bool given = in.has(0) && !in[0].isNone();
    const std::optional<QString> characters =
        given ? std::optional(textArgument(in, 0, u"strip")) : std::nullopt;
    return Value(text::stripped(selfText(self), characters, Left, Right));
}

template <int Position> Value justified(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"this method", {u"width", u"fillchar"}, 1);
    const QString fill = in.has(1) ? textArgument(in, 1, u"the fill character") : QStringLiteral(" ");
    if (fill.size() != 1)
        fail(QStringLiteral("the fill character must be one character"));
    return Value(text::padded(session, selfText(self), in.integer(0, 0), fill[0], Position));
}

Value zfill(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"zfill", {u"width"}, 1);
    const QString text = selfText(self);
    const bool sign = text.startsWith(u'-') || text.startsWith(u'+');
    const qint64 width = in.integer(0, 0);
    const QString digits =
        text::padded(session, sign ? text.sliced(1) : text, width - (sign ? 1 : 0), u'0', 1);
    return Value(sign ? text[0] + digits : digits);
}

template <bool (*Holds)(QChar)> Value all(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"this method", {});
    const QString text = selfText(self);
    session.work(text.size());
    return Value(!text.isEmpty() && std::all_of(text.begin(), text.end(), Holds));
}

bool isAlpha(QChar c)
{
    return c.isLetter() || c.isSurrogate();
}
bool isAlnum(QChar c)
{
    return c.isLetterOrNumber() || c.isSurrogate();
}
bool isSpace(QChar c)
{
    return c.isSpace();
}
bool isDecimal(QChar c)
{
    return c.category() == QChar::Number_DecimalDigit;
}
bool isDigit(QChar c)
{
    return c.digitValue() >= 0;
}
bool isNumeric(QChar c)
{
    return c.isNumber();
}
bool isAscii(QChar c)
{
    return c.unicode() < 0x80;
}

Value isTitle(Session &session, const Value &self, const Arguments &)
{
    const QString text = selfText(self);
    session.work(text.size());
    bool cased = false;
    bool previousCased = false;
    for (const QChar c : text) {
        if ((c.isUpper() && previousCased) || (c.isLower() && !previousCased))
            return Value(false);
        previousCased = c.isUpper() || c.isLower();
        cased = cased || previousCased;
    }
    return Value(cased);
}

template <bool (*Test)(QStringView)> Value whole(Session &session, const Value &self, const Arguments &)
{
    session.work(selfText(self).size());
    return Value(Test(selfText(self)));
}

bool isIdentifier(QStringView text)
{
    const auto partOf = [](QChar c) { return c == u'_' || c.isLetterOrNumber() || c.isSurrogate(); };
    return !text.isEmpty() && !text.front().isDigit() && std::all_of(text.begin(), text.end(), partOf);
}

Value format(Session &session, const Value &self, const Arguments &arguments)
{
    return Value(braceFormat(session, selfText(self), arguments));
}

Value expandTabs(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"expandtabs", {u"tabsize"});
    const qint64 size = in.integer(0, 8);
    QString result;
    qint64 column = 0;
    for (const QChar c : selfText(self)) {
        const qint64 spaces = c == u'\t' && size > 0 ? size - column % size : 0;
        if (c == u'\t') {
            session.checkSize(spaces);
            result += QString(spaces, u' ');
        } else {
            result += c;
        }
        column = c == u'\n' || c == u'\r' ? 0 : column + (c == u'\t' ? spaces : 1);
    }
    return Value(std::move(result));
}

} // namespace

void addStringMethods(MethodTable &table)
{
    const std::pair<const char16_t *, Method> methods[] = {
        {u"upper", changed<upper>},
        {u"lower", changed<lower>},
        {u"casefold", changed<casefold>},
        {u"capitalize", changed<text::capitalized>},
        {u"title", changed<title>},
        {u"swapcase", changed<swapcase>},
        {u"strip", strip<true, true>},
        {u"lstrip", strip<true, false>},
        {u"rstrip", strip<false, true>},
        {u"ljust", justified<-1>},
        {u"center", justified<0>},
        {u"rjust", justified<1>},
        {u"zfill", zfill},
        {u"isalpha", all<isAlpha>},
        {u"isalnum", all<isAlnum>},
        {u"isspace", all<isSpace>},
        {u"isdecimal", all<isDecimal>},
        {u"isdigit", all<isDigit>},
        {u"isnumeric", all<isNumeric>},
        {u"istitle", isTitle},
        {u"isupper", whole<text::isUpperCase>},
        {u"islower", whole<text::isLowerCase>},
        {u"isidentifier", whole<isIdentifier>},
        {u"format", format},
        {u"expandtabs", expandTabs},
    };
    for (const auto &[name, method] : methods)
        table.insert(QStringView(name).toString(), method);
    table.insert(QStringLiteral("isascii"),
                 [](Session &session, const Value &self, const Arguments &arguments) {
                     return selfText(self).isEmpty() ? Value(true) : all<isAscii>(session, self, arguments);
                 });
}

const MethodTable &stringMethods()
{
    static const MethodTable table = [] {
        MethodTable all;
        addStringMethods(all);
        addStringSearchMethods(all);
        addStringSplitMethods(all);
        return all;
    }();
    return table;
}

} // namespace daybook::templating
