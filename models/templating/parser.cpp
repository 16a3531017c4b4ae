#include "models/templating/parser.h"

namespace daybook::templating {

Parser::Parser(TemplateData &data, bool expressionOnly)
    : m_data(data), m_lexer(data.text(), data.environment->options, expressionOnly)
{
}

void Parser::parseTemplate()
{
    advance();
    m_data.body = body({});
    if (!m_unknown.empty())
        failAt(m_unknown.front().first, m_unknown.front().second);
}

void Parser::parseExpressionOnly()
{
    advance();
    m_data.expression = tuple();
    if (!at(TokenType::OutputEnd))
        unexpected(QStringLiteral("the end of the expression"));
    if (!m_unknown.empty())
        failAt(m_unknown.front().first, m_unknown.front().second);
}

void Parser::advance()
{
    m_lastEnd = m_current.offset + m_current.text.size();
    if (m_peeked) {
        m_current = *m_peeked;
        m_peeked.reset();
    } else {
        m_current = m_lexer.next();
    }
}

const Token &Parser::peek()
{
    if (!m_peeked)
        m_peeked = m_lexer.next();
    return *m_peeked;
}

bool Parser::peekName(QStringView name)
{
    return peek().type == TokenType::Name && peek().text == name;
}

bool Parser::skip(TokenType type)
{
    if (!at(type))
        return false;
    advance();
    return true;
}

bool Parser::skipName(QStringView name)
{
    if (!atName(name))
        return false;
    advance();
    return true;
}

Token Parser::expect(TokenType type, const char16_t *what)
{
    if (!at(type))
        unexpected(QStringView(what).toString());
    const Token token = m_current;
    advance();
    return token;
}

void Parser::expectName(QStringView name)
{
    if (!skipName(name))
        unexpected(u'\'' + name.toString() + u'\'');
}

void Parser::unexpected(const QString &wanted) const
{
    QString found;
    switch (m_current.type) {
    case TokenType::End:
        found = QStringLiteral("the end of the template");
        break;
    case TokenType::OutputEnd:
        found = QStringLiteral("the end of the expression");
        break;
    case TokenType::TagEnd:
        found = QStringLiteral("the end of the tag");
        break;
    default:
        found = u'\'' + m_current.text.left(40).toString() + u'\'';
        break;
    }
    failAt(m_current.position, QStringLiteral("expected %1, found %2").arg(wanted, found));
}

void Parser::deepen(Expression *expression, const Expression *child) const
{
    if (!child || child->depth < expression->depth)
        return;
    expression->depth = child->depth + 1;
    if (expression->depth > MaximumExpressionDepth)
        failAt(expression->position,
               QStringLiteral(
                   "this expression is too long a chain (more than %1 links): split it with {% set %}")
                   .arg(MaximumExpressionDepth));
}

void Parser::deepen(Expression *expression, const CallArguments &arguments) const
{
    for (const Expression *argument : arguments.positional)
        deepen(expression, argument);
    for (const auto &[name, value] : arguments.keyword)
        deepen(expression, value);
    deepen(expression, arguments.spread);
    deepen(expression, arguments.keywordSpread);
}

/// Names that the engine provides only where they are mentioned.
void Parser::noteName(QStringView name)
{
    if (name == u"loop") {
        for (ForStatement *loop : m_loops)
            loop->usesLoop = true;
    } else if (name == u"caller") {
        for (MacroStatement *macro : m_macros)
            macro->usesCaller = true;
    } else if (name == u"varargs") {
        for (MacroStatement *macro : m_macros)
            macro->usesVarargs = true;
    } else if (name == u"kwargs") {
        for (MacroStatement *macro : m_macros)
            macro->usesKwargs = true;
    }
}

Body Parser::body(Ends ends)
{
    Body into;
    const Nesting nesting(*this);
    statements(into, ends);
    return into;
}

/// Reads up to the tag that ends this body, and stands on that tag's name then.
void Parser::statements(Body &into, Ends ends)
{
    while (!at(TokenType::End)) {
        if (at(TokenType::Text)) {
            auto *node = make<TextStatement>(m_current.position);
            node->text = m_current.text;
            into.push_back(node);
            advance();
        } else if (at(TokenType::OutputBegin)) {
            auto *node = make<OutputStatement>(m_current.position, Statement::Kind::Output);
            advance();
            node->values.push_back(tuple());
            expect(TokenType::OutputEnd, u"'}}'");
            into.push_back(node);
        } else {
            m_tagOffset = m_current.offset;
            m_tagPosition = m_current.position;
            advance();
            for (const QStringView end : ends) {
                if (atName(end))
                    return;
            }
            into.push_back(statement());
            expect(TokenType::TagEnd, u"'%}'");
        }
    }
    if (ends.size() > 0 && !m_openTags.empty()) {
        const auto &[tag, position] = m_openTags.back();
        failAt(position,
               QStringLiteral("{% %1 %} is never closed: end it with {% %2 %}").arg(tag, *(ends.end() - 1)));
    }
}

Body Parser::bodyAfterTag(Ends ends)
{
    skip(TokenType::Colon);
    expect(TokenType::TagEnd, u"'%}'");
    return body(ends);
}

/// A body with a scope of its own up to `{% end %}`, of which the closing `%}` is left.
Body Parser::closedBody(QStringView end)
{
    const bool soft = std::exchange(m_soft, false);
    Body result = bodyAfterTag({end});
    advance();
    m_soft = soft;
    return result;
}

void Parser::unknownTag(const QString &tag, Position position) const
{
    QString message = QStringLiteral("no tag is named '%1'").arg(tag);
    if (!m_openTags.empty())
        message += QStringLiteral(" here: {% %1 %} of line %2 is still open")
                       .arg(m_openTags.back().first)
                       .arg(m_openTags.back().second.line);
    else
        message += QStringLiteral(": check the spelling");
    failAt(position, message);
}

} // namespace daybook::templating
