#pragma once

#include "models/templating/ast.h"

namespace daybook::templating {

enum class TokenType {
    End,
    Text,
    OutputBegin,
    OutputEnd,
    TagBegin,
    TagEnd,
    Name,
    String,
    Integer,
    Float, // the text is as it stands in the source
    Plus,
    Minus,
    Slash,
    DoubleSlash,
    Star,
    DoubleStar,
    Percent,
    Tilde,
    LeftBracket,
    RightBracket,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Assign,
    Dot,
    Colon,
    Pipe,
    Comma,
    Semicolon
};

struct Token
{
    TokenType type = TokenType::End;
    QStringView text;
    Position position;
    qsizetype offset = 0; ///< where the token starts in the source
};

/// Cuts a source into tokens in a single pass, one at a time. Throws Failure.
class Lexer
{
public:
    /// `insideOutput` reads an expression without `{{ }}` around it.
    Lexer(QStringView source, const Options &options, bool insideOutput = false);

    Token next();
    /// The text up to `{% endName %}`, for a block that is not to be parsed; stands after that tag then.
    Token rawUntil(QStringView endName, Position opened);
    /// Where reading goes on.
    qsizetype offset() const { return m_offset; }

private:
    enum class State { Data, Output, Tag };

    Token data();
    Token inside();
    Token word();
    Token number();
    Token string();
    Token punctuation();
    Token make(TokenType type, qsizetype begin, qsizetype end);
    bool closing(Token &token);
    void openTag(qsizetype at);
    void skipComment(qsizetype at);
    bool skipRawOpening(qsizetype at, qsizetype &bodyBegin) const;
    Token rawBody(qsizetype begin, qsizetype tagAt, qsizetype bodyBegin);
    qsizetype textEnd(qsizetype begin, qsizetype tagAt) const;
    qsizetype findTag(qsizetype from) const;
    bool findEnd(QStringView endName, qsizetype from, qsizetype &tagAt, qsizetype &after) const;
    void advanceTo(qsizetype offset);
    void skipSpace();
    QChar at(qsizetype offset) const { return offset < m_source.size() ? m_source[offset] : QChar(); }
    Position positionAt(qsizetype offset);
    qsizetype lineEnd(qsizetype from) const;

    QStringView m_source;
    const Options &m_options;
    State m_state = State::Data;
    bool m_bare; ///< there is no closing tag to come
    qsizetype m_offset = 0;
    qsizetype m_lineStart = 0;
    qsizetype m_lineEnd; ///< of the line counted last: where its line feed stands
    int m_line = 1;
    std::vector<QChar> m_open; ///< brackets that wait for their counterpart
};

/// The value of a string literal, quotes included: Python's escapes. Throws Failure.
QString unescaped(QStringView literal, Position position);
/// Throws Failure when it does not fit 64 bits.
qint64 integerOf(QStringView literal, Position position);
double floatOf(QStringView literal);

} // namespace daybook::templating
