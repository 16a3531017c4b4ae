#include "models/templating/parser.h"

namespace daybook::templating {

const Expression *Parser::expression(bool withConditional)
{
    const Nesting nesting(*this);
    return withConditional ? conditional() : disjunction();
}

const Expression *Parser::conditional()
{
    const size_t unknown = m_unknown.size();
    const Expression *result = disjunction();
    while (atName(u"if")) {
        auto *node = make<ConditionalExpression>(m_current.position);
        advance();
        node->then = result;
        node->condition = disjunction();
        if (skipName(u"else")) {
            const Nesting nesting(*this);
            node->otherwise = conditional();
        }
        result = measured(node, {node->condition, node->then, node->otherwise});
        m_unknown.resize(unknown); // only an error if that branch is taken
    }
    return result;
}

const Expression *Parser::binary(Expression::Kind kind, Operator op, const Expression *left,
                                 const Expression *right, Position position)
{
    auto *node = make<BinaryExpression>(position, kind);
    node->op = op;
    node->left = left;
    node->right = right;
    return measured(node, {left, right});
}

const Expression *Parser::disjunction()
{
    const Expression *left = conjunction();
    while (atName(u"or")) {
        const Position position = m_current.position;
        advance();
        left = binary(Expression::Kind::Or, {}, left, conjunction(), position);
    }
    return left;
}

const Expression *Parser::conjunction()
{
    const Expression *left = negation();
    while (atName(u"and")) {
        const Position position = m_current.position;
        advance();
        left = binary(Expression::Kind::And, {}, left, negation(), position);
    }
    return left;
}

const Expression *Parser::negation()
{
    if (!atName(u"not"))
        return comparison();
    const Nesting nesting(*this);
    auto *node = make<UnaryExpression>(m_current.position, Expression::Kind::Not);
    advance();
    node->operand = negation();
    return measured(node, {node->operand});
}

std::optional<Operator> Parser::comparisonOperator()
{
    switch (m_current.type) {
    case TokenType::Equal:
        return Operator::Equal;
    case TokenType::NotEqual:
        return Operator::NotEqual;
    case TokenType::Less:
        return Operator::Less;
    case TokenType::LessEqual:
        return Operator::LessEqual;
    case TokenType::Greater:
        return Operator::Greater;
    case TokenType::GreaterEqual:
        return Operator::GreaterEqual;
    case TokenType::Name:
        break;
    default:
        return std::nullopt;
    }
    if (m_current.text == u"in")
        return Operator::In;
    if (m_current.text == u"not" && peekName(u"in")) {
        advance();
        return Operator::NotIn;
    }
    return std::nullopt;
}

const Expression *Parser::comparison()
{
    const Expression *first = sum();
    const Position position = m_current.position;
    std::optional<Operator> op = comparisonOperator();
    if (!op)
        return first;
    auto *node = make<CompareExpression>(position);
    node->first = first;
    deepen(node, first);
    for (; op; op = comparisonOperator()) {
        advance();
        node->rest.emplace_back(*op, sum());
        deepen(node, node->rest.back().second);
    }
    return node;
}

const Expression *Parser::sum()
{
    const Expression *left = concatenation();
    while (at(TokenType::Plus) || at(TokenType::Minus)) {
        const Operator op = at(TokenType::Plus) ? Operator::Add : Operator::Subtract;
        const Position position = m_current.position;
        advance();
        left = binary(Expression::Kind::Binary, op, left, concatenation(), position);
    }
    return left;
}

const Expression *Parser::concatenation()
{
    const Expression *first = product();
    if (!at(TokenType::Tilde))
        return first;
    auto *node = make<SequenceExpression>(m_current.position, Expression::Kind::Concat);
    node->items.push_back(first);
    while (skip(TokenType::Tilde))
        node->items.push_back(product());
    for (const Expression *item : node->items)
        deepen(node, item);
    return node;
}

const Expression *Parser::product()
{
    const auto operation = [this]() -> std::optional<Operator> {
        switch (m_current.type) {
        case TokenType::Star:
            return Operator::Multiply;
        case TokenType::Slash:
            return Operator::Divide;
        case TokenType::DoubleSlash:
            return Operator::FloorDivide;
        case TokenType::Percent:
            return Operator::Modulo;
        default:
            return std::nullopt;
        }
    };
    const Expression *left = power();
    while (const std::optional<Operator> op = operation()) {
        const Position position = m_current.position;
        advance();
        left = binary(Expression::Kind::Binary, *op, left, power(), position);
    }
    return left;
}

const Expression *Parser::power()
{
    // Unlike Python's, Jinja's power associates to the left, and a sign binds more tightly.
    const Expression *left = unary();
    while (at(TokenType::DoubleStar)) {
        const Position position = m_current.position;
        advance();
        left = binary(Expression::Kind::Binary, Operator::Power, left, unary(), position);
    }
    return left;
}

const Expression *Parser::unary(bool withFilter)
{
    const Expression *node = nullptr;
    if (at(TokenType::Minus) || at(TokenType::Plus)) {
        const Nesting nesting(*this);
        auto *sign = make<UnaryExpression>(m_current.position, at(TokenType::Minus) ? Expression::Kind::Negate
                                                                                    : Expression::Kind::Plus);
        advance();
        sign->operand = unary(false);
        node = measured(sign, {sign->operand});
    } else {
        node = primary();
    }
    node = postfix(node);
    return withFilter ? applied(node) : node;
}

const Expression *Parser::literal(Value value, Position position)
{
    auto *node = make<LiteralExpression>(position);
    node->value = std::move(value);
    return node;
}

const Expression *Parser::primary()
{
    const Token token = m_current;
    switch (token.type) {
    case TokenType::Name:
        return name();
    case TokenType::String:
        return stringLiteral();
    case TokenType::Integer:
        advance();
        return literal(Value(integerOf(token.text, token.position)), token.position);
    case TokenType::Float:
        advance();
        return literal(Value(floatOf(token.text)), token.position);
    case TokenType::LeftParen: {
        advance();
        const Expression *inner = tuple(true, true);
        expect(TokenType::RightParen, u"')'");
        return inner;
    }
    case TokenType::LeftBracket:
        return listLiteral();
    case TokenType::LeftBrace:
        return dictLiteral();
    default:
        unexpected(QStringLiteral("an expression"));
    }
}

const Expression *Parser::name()
{
    const Token token = m_current;
    advance();
    if (token.text == u"true" || token.text == u"True")
        return literal(Value(true), token.position);
    if (token.text == u"false" || token.text == u"False")
        return literal(Value(false), token.position);
    if (token.text == u"none" || token.text == u"None")
        return literal(Value::none(), token.position);
    noteName(token.text);
    auto *node = make<NameExpression>(token.position);
    node->name = token.text.toString();
    return node;
}

const Expression *Parser::stringLiteral()
{
    const Position position = m_current.position;
    QString text;
    while (at(TokenType::String)) {
        text += unescaped(m_current.text, m_current.position);
        advance();
    }
    return literal(Value(std::move(text)), position);
}

const Expression *Parser::listLiteral()
{
    auto *node = make<SequenceExpression>(m_current.position, Expression::Kind::MakeList);
    advance();
    while (!at(TokenType::RightBracket)) {
        if (!node->items.empty())
            expect(TokenType::Comma, u"',' or ']'");
        if (at(TokenType::RightBracket))
            break;
        node->items.push_back(expression());
        deepen(node, node->items.back());
    }
    advance();
    return node;
}

const Expression *Parser::dictLiteral()
{
    auto *node = make<DictExpression>(m_current.position);
    advance();
    while (!at(TokenType::RightBrace)) {
        if (!node->items.empty())
            expect(TokenType::Comma, u"',' or '}'");
        if (at(TokenType::RightBrace))
            break;
        const Expression *key = expression();
        expect(TokenType::Colon, u"':'");
        const Expression *value = expression();
        node->items.emplace_back(key, value);
        deepen(node, key);
        deepen(node, value);
    }
    advance();
    return node;
}

/// One expression, or a tuple of several separated by commas.
const Expression *Parser::tuple(bool withConditional, bool parentheses, bool simple)
{
    const Position position = m_current.position;
    std::vector<const Expression *> items;
    bool isTuple = false;
    while (true) {
        if (!items.empty())
            expect(TokenType::Comma, u"','");
        if (at(TokenType::OutputEnd) || at(TokenType::TagEnd) || at(TokenType::RightParen))
            break;
        items.push_back(simple ? primary() : expression(withConditional));
        if (!at(TokenType::Comma))
            break;
        isTuple = true;
    }
    if (!isTuple && !items.empty())
        return items.front();
    if (!isTuple && !parentheses)
        unexpected(QStringLiteral("an expression"));
    auto *node = make<SequenceExpression>(position, Expression::Kind::MakeTuple);
    node->items = std::move(items);
    for (const Expression *item : node->items)
        deepen(node, item);
    return node;
}

} // namespace daybook::templating
