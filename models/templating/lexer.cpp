#include "models/templating/lexer.h"

#include "models/templating/failure.h"

#include <utility>

namespace daybook::templating {

namespace {

/// How many code units a word character at `i` takes; 0 when there is none.
qsizetype wordLength(QStringView text, qsizetype i)
{
    if (i >= text.size())
        return 0;
    const QChar c = text[i];
    if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
        return QChar::isLetterOrNumber(QChar::surrogateToUcs4(c, text[i + 1])) ? 2 : 0;
    return c == u'_' || c.isLetterOrNumber() ? 1 : 0;
}

TokenType pairType(QChar first, QChar second)
{
    if (second == u'=') {
        switch (first.unicode()) {
        case u'=':
            return TokenType::Equal;
        case u'!':
            return TokenType::NotEqual;
        case u'>':
            return TokenType::GreaterEqual;
        case u'<':
            return TokenType::LessEqual;
        default:
            return TokenType::End;
        }
    }
    if (first == u'/' && second == u'/')
        return TokenType::DoubleSlash;
    return first == u'*' && second == u'*' ? TokenType::DoubleStar : TokenType::End;
}

TokenType singleType(QChar c)
{
    static constexpr std::u16string_view characters = u"+-/*%~[](){}><=.:|,;";
    static constexpr TokenType types[] = {
        TokenType::Plus,      TokenType::Minus,      TokenType::Slash,       TokenType::Star,
        TokenType::Percent,   TokenType::Tilde,      TokenType::LeftBracket, TokenType::RightBracket,
        TokenType::LeftParen, TokenType::RightParen, TokenType::LeftBrace,   TokenType::RightBrace,
        TokenType::Greater,   TokenType::Less,       TokenType::Assign,      TokenType::Dot,
        TokenType::Colon,     TokenType::Pipe,       TokenType::Comma,       TokenType::Semicolon};
    const size_t i = characters.find(c.unicode());
    return i == std::u16string_view::npos ? TokenType::End : types[i];
}

QChar counterpart(QChar open)
{
    return open == u'(' ? u')' : open == u'[' ? u']' : u'}';
}

} // namespace

Lexer::Lexer(QStringView source, const Options &options, bool insideOutput)
    : m_source(source)
    , m_options(options)
    , m_state(insideOutput ? State::Output : State::Data)
    , m_bare(insideOutput)
    , m_lineEnd(lineEnd(0))
{
}

Token Lexer::next()
{
    return m_state == State::Data ? data() : inside();
}

Position Lexer::positionAt(qsizetype offset)
{
    while (m_lineEnd < offset) {
        ++m_line;
        m_lineStart = m_lineEnd + 1;
        m_lineEnd = lineEnd(m_lineStart);
    }
    return {m_line, static_cast<int>(offset - m_lineStart) + 1};
}

qsizetype Lexer::lineEnd(qsizetype from) const
{
    const qsizetype at = m_source.indexOf(u'\n', from);
    return at < 0 ? m_source.size() : at;
}

Token Lexer::make(TokenType type, qsizetype begin, qsizetype end)
{
    return {type, m_source.sliced(begin, end - begin), positionAt(begin), begin};
}

qsizetype Lexer::findTag(qsizetype from) const
{
    for (qsizetype i = m_source.indexOf(u'{', from); i >= 0; i = m_source.indexOf(u'{', i + 1)) {
        const QChar c = at(i + 1);
        if (c == u'{' || c == u'%' || c == u'#')
            return i;
    }
    return -1;
}

/// Where the text before a tag ends, once whitespace control has taken its share.
qsizetype Lexer::textEnd(qsizetype begin, qsizetype tagAt) const
{
    const QChar sign = at(tagAt + 2);
    qsizetype end = tagAt;
    if (sign == u'-') {
        while (end > begin && m_source[end - 1].isSpace())
            --end;
        return end;
    }
    if (sign == u'+' || !m_options.lstripBlocks || at(tagAt + 1) == u'{')
        return tagAt;
    while (end > begin && m_source[end - 1] != u'\n' && m_source[end - 1].isSpace())
        --end;
    const bool atLineStart = end == 0 || m_source[end - 1] == u'\n';
    return atLineStart ? end : tagAt;
}

Token Lexer::data()
{
    while (true) {
        const qsizetype begin = m_offset;
        const qsizetype tagAt = findTag(begin);
        if (tagAt < 0) {
            m_offset = m_source.size();
            return make(begin < m_offset ? TokenType::Text : TokenType::End, begin, m_offset);
        }
        const qsizetype end = textEnd(begin, tagAt);
        m_offset = tagAt;
        if (end > begin)
            return make(TokenType::Text, begin, end);
        qsizetype bodyBegin = 0;
        if (at(tagAt + 1) == u'#') {
            skipComment(tagAt);
        } else if (skipRawOpening(tagAt, bodyBegin)) {
            const Token token = rawBody(bodyBegin, tagAt, bodyBegin);
            if (!token.text.isEmpty())
                return token;
        } else {
            const bool output = at(tagAt + 1) == u'{';
            const QChar sign = at(tagAt + 2);
            m_offset = tagAt + (sign == u'-' || sign == u'+' ? 3 : 2);
            m_state = output ? State::Output : State::Tag;
            m_open.clear();
            return make(output ? TokenType::OutputBegin : TokenType::TagBegin, tagAt, m_offset);
        }
    }
}

void Lexer::skipComment(qsizetype tagAt)
{
    // The sign of `{#-` belongs to the opening: `{#-#}` is a whole comment.
    const qsizetype from = at(tagAt + 2) == u'-' || at(tagAt + 2) == u'+' ? tagAt + 3 : tagAt + 2;
    const qsizetype close = m_source.indexOf(u"#}", from);
    if (close < 0)
        failAt(positionAt(tagAt), QStringLiteral("this comment is never closed: end it with #}"));
    m_offset = close + 2;
    const QChar sign = close > from ? at(close - 1) : QChar();
    if (sign == u'-')
        skipSpace();
    else if (sign != u'+' && m_options.trimBlocks && at(m_offset) == u'\n')
        ++m_offset;
}

void Lexer::skipSpace()
{
    while (m_offset < m_source.size() && m_source[m_offset].isSpace())
        ++m_offset;
}

/// Whether `{% raw %}` stands at `tagAt`, and where the text after it begins.
bool Lexer::skipRawOpening(qsizetype tagAt, qsizetype &bodyBegin) const
{
    if (at(tagAt + 1) != u'%')
        return false;
    qsizetype i = tagAt + 2;
    if (at(i) == u'-' || at(i) == u'+')
        ++i;
    const auto space = [&] {
        while (i < m_source.size() && m_source[i].isSpace())
            ++i;
    };
    space();
    if (!m_source.sliced(i).startsWith(u"raw"))
        return false;
    i += 3;
    space();
    const bool strip = at(i) == u'-';
    if (strip)
        ++i;
    if (!m_source.sliced(i).startsWith(u"%}"))
        return false;
    i += 2;
    if (strip)
        space();
    bodyBegin = i;
    return true;
}

/// Finds the next `{% endName %}`: where it starts, and where the text after it does.
bool Lexer::findEnd(QStringView endName, qsizetype from, qsizetype &tagAt, qsizetype &after) const
{
    for (tagAt = m_source.indexOf(u"{%", from); tagAt >= 0; tagAt = m_source.indexOf(u"{%", tagAt + 2)) {
        qsizetype i = tagAt + 2;
        const auto space = [&] {
            while (i < m_source.size() && m_source[i].isSpace())
                ++i;
        };
        if (at(i) == u'-' || at(i) == u'+')
            ++i;
        space();
        if (!m_source.sliced(i).startsWith(endName))
            continue;
        i += endName.size();
        space();
        const QChar sign = at(i);
        if (sign == u'-' || sign == u'+')
            ++i;
        if (!m_source.sliced(i).startsWith(u"%}"))
            continue;
        i += 2;
        if (sign == u'-')
            space();
        else if (sign != u'+' && m_options.trimBlocks && at(i) == u'\n')
            ++i;
        after = i;
        return true;
    }
    return false;
}

Token Lexer::rawBody(qsizetype begin, qsizetype tagAt, qsizetype bodyBegin)
{
    qsizetype endAt = 0;
    qsizetype after = 0;
    if (!findEnd(u"endraw", bodyBegin, endAt, after))
        failAt(positionAt(tagAt), QStringLiteral("{% raw %} is never closed: end it with {% endraw %}"));
    const Token token = make(TokenType::Text, begin, textEnd(bodyBegin, endAt));
    m_offset = after;
    return token;
}

Token Lexer::rawUntil(QStringView endName, Position opened)
{
    qsizetype endAt = 0;
    qsizetype after = 0;
    const qsizetype begin = m_offset;
    if (!findEnd(endName, begin, endAt, after))
        failAt(opened, QStringLiteral("this block is never closed: end it with {% %1 %}").arg(endName));
    const Token token = make(TokenType::Text, begin, textEnd(begin, endAt));
    m_offset = after;
    m_state = State::Data;
    return token;
}

/// `}}` or `%}` with its whitespace control, unless a bracket is open.
bool Lexer::closing(Token &token)
{
    if (!m_open.empty())
        return false;
    const bool output = m_state == State::Output;
    const qsizetype begin = m_offset;
    qsizetype i = begin;
    const QChar sign = at(i);
    if (sign == u'-' || (sign == u'+' && !output))
        ++i;
    if (at(i) != (output ? u'}' : u'%') || at(i + 1) != u'}')
        return false;
    token = make(output ? TokenType::OutputEnd : TokenType::TagEnd, begin, i + 2);
    m_offset = i + 2;
    m_state = State::Data;
    if (sign == u'-')
        skipSpace();
    else if (sign != u'+' && !output && m_options.trimBlocks && at(m_offset) == u'\n')
        ++m_offset;
    return true;
}

Token Lexer::inside()
{
    skipSpace();
    if (m_offset >= m_source.size())
        return make(m_bare ? TokenType::OutputEnd : TokenType::End, m_offset, m_offset);
    Token token;
    if (!m_bare && closing(token))
        return token;
    const QChar c = m_source[m_offset];
    if (c >= u'0' && c <= u'9')
        return number();
    if (c == u'"' || c == u'\'')
        return string();
    return wordLength(m_source, m_offset) > 0 ? word() : punctuation();
}

Token Lexer::word()
{
    const qsizetype begin = m_offset;
    while (const qsizetype length = wordLength(m_source, m_offset))
        m_offset += length;
    if (m_source[begin].isDigit() || m_source[begin].category() == QChar::Number_Other)
        failAt(positionAt(begin), QStringLiteral("a name cannot start with '%1'").arg(m_source[begin]));
    return make(TokenType::Name, begin, m_offset);
}

Token Lexer::string()
{
    const qsizetype begin = m_offset;
    const QChar quote = m_source[begin];
    qsizetype i = begin + 1;
    while (i < m_source.size() && m_source[i] != quote)
        i += m_source[i] == u'\\' ? 2 : 1;
    if (i >= m_source.size())
        failAt(positionAt(begin), QStringLiteral("this string is never closed: end it with %1").arg(quote));
    m_offset = i + 1;
    return make(TokenType::String, begin, m_offset);
}

Token Lexer::punctuation()
{
    const qsizetype begin = m_offset;
    const QChar c = m_source[begin];
    const TokenType pair = pairType(c, at(begin + 1));
    if (pair != TokenType::End) {
        m_offset = begin + 2;
        return make(pair, begin, m_offset);
    }
    const TokenType type = singleType(c);
    if (type == TokenType::End)
        failAt(positionAt(begin), QStringLiteral("unexpected character '%1' in a tag").arg(c));
    if (c == u'(' || c == u'[' || c == u'{') {
        m_open.push_back(counterpart(c));
    } else if (c == u')' || c == u']' || c == u'}') {
        if (m_open.empty() || m_open.back() != c) {
            const QString hint = m_open.empty() ? QStringLiteral("nothing is open here")
                                                : QStringLiteral("expected '%1'").arg(m_open.back());
            failAt(positionAt(begin), QStringLiteral("unexpected '%1': %2").arg(c).arg(hint));
        }
        m_open.pop_back();
    }
    m_offset = begin + 1;
    return make(type, begin, m_offset);
}

} // namespace daybook::templating
