#include "models/templating/parser.h"

namespace daybook::templating {

const Expression *Parser::postfix(const Expression *node)
{
    while (true) {
        if (at(TokenType::Dot) || at(TokenType::LeftBracket))
            node = subscript(node);
        else if (at(TokenType::LeftParen))
            node = call(node);
        else
            return node;
    }
}

const Expression *Parser::applied(const Expression *node)
{
    while (true) {
        if (at(TokenType::Pipe))
            node = filters(node);
        else if (atName(u"is"))
            node = test(node);
        else if (at(TokenType::LeftParen))
            node = call(node);
        else
            return node;
    }
}

const Expression *Parser::subscript(const Expression *object)
{
    const Position position = m_current.position;
    const bool dot = at(TokenType::Dot);
    advance();
    if (dot && at(TokenType::Name)) {
        auto *node = make<AttributeExpression>(position);
        node->object = object;
        node->name = m_current.text.toString();
        advance();
        return measured(node, {object});
    }
    auto *node = make<ItemExpression>(position);
    node->object = object;
    if (dot) {
        const Token index = expect(TokenType::Integer, u"a name or a number after '.'");
        node->key = literal(Value(integerOf(index.text, index.position)), index.position);
        return measured(node, {object});
    }
    std::vector<const Expression *> keys;
    while (!at(TokenType::RightBracket)) {
        if (!keys.empty())
            expect(TokenType::Comma, u"']'");
        keys.push_back(subscribed());
    }
    advance();
    if (keys.size() == 1) {
        node->key = keys.front();
    } else {
        auto *several = make<SequenceExpression>(position, Expression::Kind::MakeTuple);
        several->items = std::move(keys);
        for (const Expression *key : several->items)
            deepen(several, key);
        node->key = several;
    }
    return measured(node, {object, node->key});
}

/// What stands in `[ ]`: an expression, or a slice.
const Expression *Parser::subscribed()
{
    const Position position = m_current.position;
    const Expression *start = nullptr;
    if (!at(TokenType::Colon)) {
        start = expression();
        if (!at(TokenType::Colon))
            return start;
    }
    advance();
    const auto optional = [this]() -> const Expression * {
        return at(TokenType::RightBracket) || at(TokenType::Comma) || at(TokenType::Colon) ? nullptr
                                                                                           : expression();
    };
    auto *node = make<SliceExpression>(position);
    node->start = start;
    node->stop = optional();
    if (skip(TokenType::Colon))
        node->step = optional();
    return measured(node, {node->start, node->stop, node->step});
}

const CallExpression *Parser::call(const Expression *callee)
{
    // A call is known by where its name stands; errors point there too.
    auto *node = make<CallExpression>(callee->position);
    node->callee = callee;
    node->arguments = callArguments();
    deepen(node, callee);
    deepen(node, node->arguments);
    return node;
}

CallArguments Parser::callArguments()
{
    const Position opened = m_current.position;
    CallArguments arguments;
    expect(TokenType::LeftParen, u"'('");
    bool first = true;
    while (!at(TokenType::RightParen)) {
        if (!first)
            expect(TokenType::Comma, u"',' or ')'");
        if (at(TokenType::RightParen) && !first)
            break;
        first = false;
        callArgument(arguments, opened);
    }
    advance();
    return arguments;
}

void Parser::callArgument(CallArguments &arguments, Position opened)
{
    const auto ensure = [opened](bool allowed) {
        if (!allowed)
            failAt(opened,
                   QStringLiteral("the arguments of this call are out of order: first the positional ones, "
                                  "then name=value, then *list, then **dict"));
    };
    if (skip(TokenType::Star)) {
        ensure(!arguments.spread && !arguments.keywordSpread);
        arguments.spread = expression();
    } else if (skip(TokenType::DoubleStar)) {
        ensure(!arguments.keywordSpread);
        arguments.keywordSpread = expression();
    } else if (at(TokenType::Name) && peek().type == TokenType::Assign) {
        ensure(!arguments.keywordSpread);
        const Token key = m_current;
        advance();
        advance();
        for (const auto &[name, value] : arguments.keyword) {
            if (name == key.text)
                failAt(key.position, QStringLiteral("the argument '%1' is given twice").arg(name));
        }
        arguments.keyword.emplace_back(key.text.toString(), expression());
    } else {
        ensure(!arguments.spread && !arguments.keywordSpread && arguments.keyword.empty());
        arguments.positional.push_back(expression());
    }
}

QString Parser::dottedName(const char16_t *what)
{
    QString name = expect(TokenType::Name, what).text.toString();
    while (skip(TokenType::Dot))
        name += u'.' + expect(TokenType::Name, what).text.toString();
    return name;
}

void Parser::checkKnown(bool filter, const QString &name, Position position)
{
    const EnvironmentData &environment = *m_data.environment;
    if (m_soft || (filter ? environment.hasFilter(name) : environment.hasTest(name)))
        return;
    m_unknown.emplace_back(position,
                           QStringLiteral("no %1 is named '%2': check the spelling")
                               .arg(filter ? QStringLiteral("filter") : QStringLiteral("test"), name));
}

/// `|name(arguments)`, as many as follow each other.
const Expression *Parser::filters(const Expression *input, bool startInline)
{
    const Expression *node = input;
    while (at(TokenType::Pipe) || startInline) {
        if (!startInline)
            advance();
        startInline = false;
        auto *filter = make<ApplyExpression>(m_current.position, Expression::Kind::Filter);
        filter->input = node;
        filter->name = dottedName(u"the name of a filter");
        checkKnown(true, filter->name, filter->position);
        if (at(TokenType::LeftParen))
            filter->arguments = callArguments();
        deepen(filter, node);
        deepen(filter, filter->arguments);
        node = filter;
    }
    return node;
}

const Expression *Parser::test(const Expression *input)
{
    advance();
    const bool negated = skipName(u"not");
    auto *node = make<ApplyExpression>(m_current.position, Expression::Kind::Test);
    node->input = input;
    node->name = dottedName(u"the name of a test");
    checkKnown(false, node->name, node->position);
    const bool argumentFollows =
        (at(TokenType::Name) && !atName(u"else") && !atName(u"or") && !atName(u"and")) ||
        at(TokenType::String) || at(TokenType::Integer) || at(TokenType::Float) ||
        at(TokenType::LeftBracket) || at(TokenType::LeftBrace);
    if (at(TokenType::LeftParen)) {
        node->arguments = callArguments();
    } else if (argumentFollows) {
        if (atName(u"is"))
            failAt(m_current.position,
                   QStringLiteral("tests cannot be chained with 'is': join them with 'and'"));
        const Nesting nesting(*this);
        node->arguments.positional.push_back(postfix(primary()));
    }
    deepen(node, input);
    deepen(node, node->arguments);
    if (!negated)
        return node;
    auto *inverse = make<UnaryExpression>(node->position, Expression::Kind::Not);
    inverse->operand = node;
    return measured(inverse, {node});
}

} // namespace daybook::templating
