#include "models/templating/parser.h"

#include <algorithm>

namespace daybook::templating {

void Parser::signature(MacroStatement *macro)
{
    expect(TokenType::LeftParen, u"'('");
    bool first = true;
    while (!at(TokenType::RightParen)) {
        if (!first)
            expect(TokenType::Comma, u"',' or ')'");
        first = false;
        const Target name = nameTarget();
        for (const MacroParameter &other : macro->parameters) {
            if (other.name == name.name)
                failAt(name.position, QStringLiteral("the parameter '%1' is declared twice").arg(name.name));
        }
        const Expression *value = skip(TokenType::Assign) ? expression() : nullptr;
        if (!value && !macro->parameters.empty() && macro->parameters.back().defaultValue)
            failAt(
                name.position,
                QStringLiteral("the parameter '%1' has no default but follows one that has: move it forward")
                    .arg(name.name));
        macro->parameters.push_back({name.name, value});
    }
    advance();
}

/// `name` was read: now `, option` or `, option=literal`.
void Parser::blockOptions(MacroStatement *macro)
{
    while (skip(TokenType::Comma)) {
        const Target name = nameTarget();
        if (!skip(TokenType::Assign)) {
            macro->options.insert(name.name, Value(true));
            continue;
        }
        const Expression *expression = this->expression();
        const std::optional<Value> value = literalValue(expression);
        if (!value)
            failAt(expression->position, QStringLiteral("the option '%1' must be a literal").arg(name.name));
        macro->options.insert(name.name, *value);
    }
}

/// The body and its end, of which the closing `%}` is left.
void Parser::macroBody(MacroStatement *macro, QStringView end)
{
    const qsizetype opened = m_tagOffset;
    macro->bodyPosition = m_current.position;
    const bool soft = std::exchange(m_soft, false);
    const int breakable = std::exchange(m_breakable, 0);
    m_macros.push_back(macro);
    skip(TokenType::Colon);
    expect(TokenType::TagEnd, u"'%}'");
    const qsizetype begin = m_lastEnd;
    macro->body = body({end});
    macro->bodySource = QStringView(m_data.source).sliced(begin, m_tagOffset - begin);
    m_macros.pop_back();
    advance();
    macro->source =
        QStringView(m_data.source).sliced(opened, m_current.offset + m_current.text.size() - opened);
    m_breakable = breakable;
    m_soft = soft;
    checkSpecialNames(macro);
}

void Parser::checkSpecialNames(const MacroStatement *macro) const
{
    if (!macro->usesCaller)
        return;
    for (const MacroParameter &parameter : macro->parameters) {
        if (parameter.name == u"caller" && !parameter.defaultValue)
            failAt(macro->position,
                   QStringLiteral("the parameter 'caller' must have a default, or be left out"));
    }
}

const Statement *Parser::macroStatement(Position position)
{
    auto *node = make<MacroStatement>(position);
    node->tag = QStringLiteral("macro");
    node->name = nameTarget().name;
    signature(node);
    macroBody(node, u"endmacro");
    return node;
}

const Statement *Parser::customBlock(const BlockTag &tag, Position position)
{
    auto *node = make<MacroStatement>(position);
    node->tag = tag.name;
    node->name = nameTarget().name;
    if (tag.header == BlockTag::Header::Signature)
        signature(node);
    else
        blockOptions(node);
    if (tag.body == BlockTag::Body::Template) {
        macroBody(node, tag.endName);
        return node;
    }
    if (!at(TokenType::TagEnd))
        unexpected(QStringLiteral("'%}'"));
    const qsizetype opened = m_tagOffset;
    const qsizetype begin = m_current.offset + m_current.text.size();
    node->bodyPosition = m_current.position;
    const Token text = m_lexer.rawUntil(tag.endName, position);
    node->bodySource = QStringView(m_data.source).sliced(begin, text.offset + text.text.size() - begin);
    auto *content = make<TextStatement>(text.position);
    content->text = text.text;
    node->body.push_back(content);
    node->source = QStringView(m_data.source).sliced(opened, m_lexer.offset() - opened);
    // The closing tag was taken with the text; what is left to expect is its `%}`.
    m_current = Token{TokenType::TagEnd, {}, text.position, m_lexer.offset()};
    return node;
}

} // namespace daybook::templating
