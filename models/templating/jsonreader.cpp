#include "models/templating/failure.h"
#include "models/templating/session.h"
#include "models/templating/valuedata.h"

#include <charconv>

namespace daybook::templating {

namespace {

/// Reads JSON into a value: keys in their order, whole numbers as integers.
class JsonReader
{
public:
    explicit JsonReader(const QByteArray &json) : m_text(QString::fromUtf8(json)) {}

    Value document()
    {
        Value result = value(0);
        space();
        if (m_at < m_text.size())
            wrong(QStringLiteral("the end"));
        return result;
    }

private:
    [[noreturn]] void wrong(const QString &wanted) const
    {
        const qsizetype line = QStringView(m_text).left(m_at).count(u'\n') + 1;
        const qsizetype column = m_at - (m_at > 0 ? m_text.lastIndexOf(u'\n', m_at - 1) : -1);
        failAt({static_cast<int>(line), static_cast<int>(column)},
               QStringLiteral("this is not JSON: expected %1").arg(wanted));
    }

    QChar peek() const { return m_at < m_text.size() ? m_text[m_at] : QChar(); }

    void space()
    {
        while (peek() == u' ' || peek() == u'\n' || peek() == u'\r' || peek() == u'\t')
            ++m_at;
    }

    bool skip(QStringView word)
    {
        if (!QStringView(m_text).sliced(m_at).startsWith(word))
            return false;
        m_at += word.size();
        return true;
    }

    Value value(int depth)
    {
        if (depth > MaximumValueDepth)
            wrong(QStringLiteral("fewer levels: it is nested too deeply"));
        space();
        if (skip(u"{"))
            return dict(depth);
        if (skip(u"["))
            return list(depth);
        if (skip(u"\""))
            return Value(string());
        if (skip(u"null"))
            return Value::none();
        if (skip(u"true"))
            return Value(true);
        return skip(u"false") ? Value(false) : number();
    }

    Value dict(int depth)
    {
        Dict result;
        for (space(); !skip(u"}"); space()) {
            if (!result.isEmpty() && !skip(u","))
                wrong(QStringLiteral("',' or '}'"));
            space();
            if (!skip(u"\""))
                wrong(QStringLiteral("a key in double quotes"));
            const QString key = string();
            space();
            if (!skip(u":"))
                wrong(QStringLiteral("':'"));
            result.insert(key, value(depth + 1));
        }
        return Value(std::move(result));
    }

    Value list(int depth)
    {
        List result;
        for (space(); !skip(u"]"); space()) {
            if (!result.empty() && !skip(u","))
                wrong(QStringLiteral("',' or ']'"));
            result.push_back(value(depth + 1));
        }
        return Value(std::move(result));
    }

    QString string()
    {
        QString result;
        while (peek() != u'"') {
            if (m_at >= m_text.size() || peek().unicode() < 0x20)
                wrong(QStringLiteral("the end of the string"));
            const QChar c = m_text[m_at++];
            result += c == u'\\' ? escape() : c;
        }
        ++m_at;
        return result;
    }

    QChar escape()
    {
        static constexpr std::u16string_view letters = u"\"\\/bfnrt";
        static constexpr std::u16string_view meanings = u"\"\\/\b\f\n\r\t";
        const QChar c = peek();
        ++m_at;
        if (c == u'u') {
            bool valid = false;
            const ushort code = QStringView(m_text).mid(m_at, 4).toUShort(&valid, 16);
            if (!valid)
                wrong(QStringLiteral("four hexadecimal digits"));
            m_at += 4;
            return QChar(code);
        }
        const size_t i = letters.find(c.unicode());
        if (i == letters.npos)
            wrong(QStringLiteral("an escape"));
        return QChar(meanings[i]);
    }

    Value number()
    {
        const qsizetype begin = m_at;
        while (peek().isDigit() || (!peek().isNull() && QStringView(u"+-.eE").contains(peek())))
            ++m_at;
        const QByteArray digits = m_text.sliced(begin, m_at - begin).toLatin1();
        const char *end = digits.constData() + digits.size();
        qint64 integer = 0;
        if (const auto [rest, error] = std::from_chars(digits.constData(), end, integer);
            rest == end && error == std::errc())
            return Value(integer);
        double real = 0;
        const auto [rest, error] = std::from_chars(digits.constData(), end, real);
        if (digits.isEmpty() || rest != end || error != std::errc() || digits.startsWith('+')) {
            m_at = begin;
            wrong(QStringLiteral("a value"));
        }
        return Value(real);
    }

    QString m_text;
    qsizetype m_at = 0;
};

} // namespace

Result<Value> Value::fromJson(const QByteArray &json)
{
    return guarded<Value>([&] { return JsonReader(json).document(); });
}

} // namespace daybook::templating
