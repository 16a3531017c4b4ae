#include "models/project/yamlscan.h"

#include "models/project/yamlscalar.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace daybook::project {

namespace {

using Style = YamlBuilder::Style;

constexpr qsizetype longestKey = 1000; ///< yaml-cpp takes no longer ones than 1024

/// Thrown where yaml-cpp has to look.
struct NotSimple
{
};

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Goes through a text once. What begins on a line is known by its column, as YAML has it; columns count
/// bytes, as yaml-cpp's do.
class Scanner
{
public:
    Scanner(QByteArrayView text, YamlBuilder &builder) : m_text(text), m_builder(builder) {}

    void document()
    {
        if (m_text.startsWith("---\n"))
            startLine(4);
        if (!toContent())
            return;
        block(column());
        if (!isAtEnd())
            throw NotSimple();
    }

private:
    char at(qsizetype i) const { return i < m_text.size() ? m_text[i] : '\n'; }
    char here() const { return at(m_at); }
    bool isAtEnd() const { return m_at >= m_text.size(); }
    bool isBlankAt(qsizetype i) const { return at(i) == ' ' || at(i) == '\n'; }
    int column() const { return static_cast<int>(m_at - m_lineStart); }
    YamlPlace place() const { return {m_line, column()}; }
    bool isDash() const { return here() == '-' && isBlankAt(m_at + 1); }
    bool isQuote() const { return here() == '"' || here() == '\''; }

    void startLine(qsizetype begin)
    {
        ++m_line;
        m_lineStart = m_at = begin;
    }

    void skipBlanks()
    {
        while (here() == ' ')
            ++m_at;
    }

    /// At the end of a line, or where only a comment is left of it.
    bool isLineOver() const
    {
        return here() == '\n' || (here() == '#' && (column() == 0 || at(m_at - 1) == ' '));
    }

    bool toContent();
    void endValue(int indent);
    void block(int indent);
    void list(int indent);
    void map(int indent);
    void below(int indent, int listIndent, YamlPlace owner);
    void value(int indent);
    void flow();
    void flowList();
    void flowMap();
    void flowEnd(char close);
    void plain(qsizetype end);
    QString quoted();
    void checkPlainStart() const;
    qsizetype blockPlainEnd() const;
    qsizetype flowPlainEnd() const;
    qsizetype keyEnd();
    void key(qsizetype end);

    QByteArrayView m_text;
    YamlBuilder &m_builder;
    qsizetype m_at = 0;
    qsizetype m_lineStart = 0;
    int m_line = 0;
};

/// Goes on to the next thing that is neither blank nor comment; false at the end of the text.
bool Scanner::toContent()
{
    while (true) {
        skipBlanks();
        if (!isLineOver())
            break;
        const qsizetype end = m_text.indexOf('\n', m_at);
        if (end < 0 || end + 1 >= m_text.size()) {
            m_at = m_text.size();
            return false;
        }
        startLine(end + 1);
    }
    const QByteArrayView rest = m_text.sliced(m_at);
    if (column() == 0 && (rest.startsWith("---") || rest.startsWith("...") || rest.startsWith('%')))
        throw NotSimple();
    return true;
}

/// After a value nothing else may stand on its line, and nothing deeper than `indent` below it.
void Scanner::endValue(int indent)
{
    skipBlanks();
    if (!isLineOver())
        throw NotSimple();
    if (toContent() && column() > indent)
        throw NotSimple();
}

/// What begins here, in column `indent`; afterwards at the next content.
void Scanner::block(int indent)
{
    if (isDash())
        list(indent);
    else
        map(indent);
}

void Scanner::list(int indent)
{
    m_builder.openList(place());
    while (!isAtEnd() && column() == indent && isDash()) {
        const YamlPlace dash = place();
        ++m_at;
        skipBlanks();
        if (isLineOver())
            below(indent, indent, dash);
        else if (isDash() || keyEnd() >= 0)
            block(column());
        else
            value(indent);
    }
    if (!isAtEnd() && column() > indent)
        throw NotSimple();
    m_builder.close();
}

void Scanner::map(int indent)
{
    m_builder.openMap(place());
    while (!isAtEnd() && column() == indent && !isDash()) {
        const qsizetype end = keyEnd();
        if (end < 0)
            throw NotSimple(); // a text alone, or one that goes on over lines
        key(end);
        const YamlPlace colon = place();
        skipBlanks();
        if (isLineOver())
            below(indent, indent - 1, colon);
        else
            value(indent);
    }
    if (!isAtEnd() && column() >= indent)
        throw NotSimple();
    m_builder.close();
}

/// A value that begins on a line of its own, deeper than `indent`; or a list, deeper than `listIndent`.
void Scanner::below(int indent, int listIndent, YamlPlace owner)
{
    if (toContent() && (column() > indent || (column() > listIndent && isDash())))
        block(column());
    else
        m_builder.null(owner);
}

/// A value on the line of its key or dash.
void Scanner::value(int indent)
{
    if (here() == '[' || here() == '{') {
        flow();
    } else if (isQuote()) {
        const YamlPlace begin = place();
        m_builder.scalar(begin, quoted(), Style::Quoted);
    } else {
        plain(blockPlainEnd());
    }
    endValue(indent);
}

void Scanner::flow()
{
    if (here() == '[')
        return flowList();
    if (here() == '{')
        return flowMap();
    if (!isQuote())
        return plain(flowPlainEnd());
    const YamlPlace begin = place();
    m_builder.scalar(begin, quoted(), Style::Quoted);
}

void Scanner::flowList()
{
    m_builder.openList(place());
    ++m_at;
    skipBlanks();
    while (here() != ']') {
        flow();
        flowEnd(']');
    }
    ++m_at;
    m_builder.close();
}

void Scanner::flowMap()
{
    m_builder.openMap(place());
    ++m_at;
    skipBlanks();
    while (here() != '}') {
        flow();
        if (here() != ':' || at(m_at + 1) != ' ')
            throw NotSimple();
        ++m_at;
        skipBlanks();
        flow();
        flowEnd('}');
    }
    ++m_at;
    m_builder.close();
}

/// To the next item of a flow list or map, or to its end.
void Scanner::flowEnd(char close)
{
    skipBlanks();
    if (here() == close)
        return;
    if (here() != ',')
        throw NotSimple();
    ++m_at;
    skipBlanks();
    if (here() == close)
        throw NotSimple();
}

void Scanner::plain(qsizetype end)
{
    const YamlPlace begin = place();
    QString text = QString::fromUtf8(m_text.sliced(m_at, end - m_at));
    m_at = end;
    if (isYamlNull(text))
        m_builder.null(begin);
    else
        m_builder.scalar(begin, std::move(text), Style::Plain);
}

/// A text in quotes, on one line; afterwards behind it.
QString Scanner::quoted()
{
    const char quote = here();
    QByteArray text;
    for (++m_at; here() != '\n'; ++m_at) {
        char c = here();
        if (c == quote) {
            ++m_at;
            if (quote == '"' || here() != '\'')
                return QString::fromUtf8(text);
        } else if (c == '\\' && quote == '"') {
            c = at(++m_at);
            if (c == 'n')
                c = '\n';
            else if (c != '"' && c != '\\')
                throw NotSimple();
        }
        text += c;
    }
    throw NotSimple();
}

void Scanner::checkPlainStart() const
{
    const char first = here() == '-' ? at(m_at + 1) : here();
    const bool isPlain = isWordByte(first) || (first != '\n' && std::strchr("/.<=~$()+^;", first) != nullptr);
    if (!isPlain)
        throw NotSimple();
}

qsizetype Scanner::blockPlainEnd() const
{
    checkPlainStart();
    qsizetype end = m_at;
    for (qsizetype i = m_at; at(i) != '\n'; ++i) {
        if (at(i) == ':' && isBlankAt(i + 1))
            throw NotSimple();
        if (at(i) == '#' && at(i - 1) == ' ')
            break;
        if (at(i) != ' ')
            end = i + 1;
    }
    return end;
}

qsizetype Scanner::flowPlainEnd() const
{
    checkPlainStart();
    qsizetype end = m_at;
    for (qsizetype i = m_at;; ++i) {
        const char c = at(i);
        if (c == ',' || c == ']' || c == '}' || (c == ':' && at(i + 1) == ' '))
            return end;
        const bool isColon = c == ':' && (isWordByte(at(i + 1)) || at(i + 1) == '/');
        if (c == '\n' || (!isColon && std::strchr(":#?[{\"'&*!|>%@`", c) != nullptr))
            throw NotSimple();
        if (c != ' ')
            end = i + 1;
    }
}

/// Behind the key that begins here, at its colon; -1 where there is none.
qsizetype Scanner::keyEnd()
{
    if (isQuote()) {
        const qsizetype begin = m_at;
        quoted();
        const qsizetype end = std::exchange(m_at, begin);
        return at(end) == ':' && isBlankAt(end + 1) ? end : -1;
    }
    if (here() == '[' || here() == '{')
        return -1;
    checkPlainStart();
    for (qsizetype i = m_at; at(i) != '\n'; ++i) {
        if (at(i) == ':' && isBlankAt(i + 1)) {
            if (at(i - 1) == ' ' || i - m_at > longestKey)
                throw NotSimple();
            return i;
        }
        if (at(i) == '#' && at(i - 1) == ' ')
            break;
    }
    return -1;
}

/// Takes the key and its colon.
void Scanner::key(qsizetype end)
{
    const YamlPlace begin = place();
    if (isQuote())
        m_builder.scalar(begin, quoted(), Style::Quoted);
    else
        plain(end);
    m_at = end + 1;
}

bool isPrintable(char c)
{
    return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\n';
}

} // namespace

bool scanSimpleYaml(QByteArrayView text, YamlBuilder &builder)
{
    if (text.startsWith("\xEF\xBB\xBF") || !std::all_of(text.begin(), text.end(), isPrintable))
        return false;
    try {
        Scanner(text, builder).document();
    } catch (const NotSimple &) {
        return false;
    } catch (const YamlStop &) {
        return false;
    }
    return true;
}

} // namespace daybook::project
