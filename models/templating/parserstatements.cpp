#include "models/templating/parser.h"

namespace daybook::templating {

const Statement *Parser::statement()
{
    const Token token = expect(TokenType::Name, u"the name of a tag");
    const QString tag = token.text.toString();
    m_openTags.emplace_back(tag, token.position);
    const Statement *result = keywordStatement(tag, token.position);
    m_openTags.pop_back();
    return result;
}

const Statement *Parser::keywordStatement(const QString &tag, Position position)
{
    const auto custom = m_data.environment->blockTags.constFind(tag);
    if (custom != m_data.environment->blockTags.cend())
        return customBlock(*custom, position);
    if (tag == u"set")
        return setStatement(position);
    if (tag == u"if")
        return ifStatement(position);
    if (tag == u"for")
        return forStatement(position);
    if (tag == u"macro")
        return macroStatement(position);
    if (tag == u"do" && m_data.environment->options.doStatement)
        return outputStatement(position, Statement::Kind::Do);
    if (tag == u"print")
        return outputStatement(position, Statement::Kind::Output);
    if (tag == u"call")
        return callBlock(position);
    if (tag == u"filter")
        return filterBlock(position);
    if (tag == u"with")
        return withStatement(position);
    if (tag == u"block")
        return blockStatement(position);
    if (tag == u"include" || tag == u"import" || tag == u"from" || tag == u"extends")
        return importLike(tag, position);
    if ((tag == u"break" || tag == u"continue") && m_data.environment->options.loopControls)
        return loopControl(tag, position);
    m_openTags.pop_back();
    unknownTag(tag, position);
    Q_UNREACHABLE();
}

const Statement *Parser::loopControl(const QString &tag, Position position)
{
    if (m_breakable == 0)
        failAt(position, QStringLiteral("{% %1 %} stands outside of any loop").arg(tag));
    struct Control : Statement
    {
        using Statement::Statement;
    };
    return make<Control>(position, tag == u"break" ? Statement::Kind::Break : Statement::Kind::Continue);
}

const Statement *Parser::outputStatement(Position position, Statement::Kind kind)
{
    auto *node = make<OutputStatement>(position, kind);
    if (kind == Statement::Kind::Do) {
        node->values.push_back(tuple());
        return node;
    }
    while (!at(TokenType::TagEnd)) {
        if (!node->values.empty())
            expect(TokenType::Comma, u"','");
        node->values.push_back(expression());
    }
    return node;
}

Target Parser::targetOf(const Expression *expression) const
{
    Target result{.position = expression->position};
    if (expression->kind == Expression::Kind::Name) {
        result.name = static_cast<const NameExpression *>(expression)->name;
    } else if (expression->kind == Expression::Kind::MakeTuple) {
        result.isTuple = true;
        for (const Expression *item : static_cast<const SequenceExpression *>(expression)->items)
            result.items.push_back(targetOf(item));
    } else {
        failAt(expression->position,
               QStringLiteral("this cannot be assigned to: give a name, or names with commas"));
    }
    return result;
}

Target Parser::nameTarget()
{
    const Token token = expect(TokenType::Name, u"a name");
    for (const QStringView constant : {u"true", u"false", u"none", u"True", u"False", u"None"}) {
        if (token.text == constant)
            failAt(token.position,
                   QStringLiteral("'%1' is a constant and cannot be assigned to").arg(constant));
    }
    return {.position = token.position, .name = token.text.toString()};
}

Target Parser::target(bool withNamespace)
{
    if (withNamespace && at(TokenType::Name) && peek().type == TokenType::Dot) {
        const Token object = m_current;
        noteName(object.text);
        advance();
        advance();
        const Token attribute = expect(TokenType::Name, u"the name of an attribute");
        return {.position = object.position,
                .name = object.text.toString(),
                .attribute = attribute.text.toString()};
    }
    return targetOf(tuple(true, false, true));
}

const Statement *Parser::setStatement(Position position)
{
    Target into = target(true);
    if (skip(TokenType::Assign)) {
        auto *node = make<SetStatement>(position);
        node->target = std::move(into);
        node->value = tuple();
        return node;
    }
    auto *node = make<SetBlockStatement>(position);
    node->target = std::move(into);
    node->filter = filters(nullptr);
    node->body = closedBody(u"endset");
    return node;
}

const Statement *Parser::forStatement(Position position)
{
    auto *node = make<ForStatement>(position);
    node->target = target(false);
    expectName(u"in");
    node->iterable = tuple(false);
    if (skipName(u"if"))
        node->condition = expression();
    node->recursive = skipName(u"recursive");
    const bool soft = std::exchange(m_soft, false);
    m_loops.push_back(node);
    ++m_breakable;
    node->body = bodyAfterTag({u"else", u"endfor"});
    m_loops.pop_back();
    --m_breakable;
    const bool hasElse = atName(u"else");
    advance();
    if (hasElse) {
        node->otherwise = bodyAfterTag({u"endfor"});
        advance();
    }
    m_soft = soft;
    node->usesLoop = node->usesLoop || node->recursive;
    return node;
}

const Statement *Parser::ifStatement(Position position)
{
    auto *node = make<IfStatement>(position);
    const bool soft = std::exchange(m_soft, true);
    while (true) {
        const Expression *condition = tuple(false);
        node->branches.emplace_back(condition, bodyAfterTag({u"elif", u"else", u"endif"}));
        if (!skipName(u"elif"))
            break;
    }
    const bool hasElse = atName(u"else");
    advance();
    if (hasElse) {
        node->otherwise = bodyAfterTag({u"endif"});
        advance();
    }
    m_soft = soft;
    return node;
}

const Statement *Parser::callBlock(Position position)
{
    auto *node = make<CallBlockStatement>(position);
    auto *caller = make<MacroStatement>(position);
    caller->isCaller = true;
    caller->name = QStringLiteral("caller");
    if (at(TokenType::LeftParen))
        signature(caller);
    const Expression *called = expression();
    if (called->kind != Expression::Kind::Call)
        failAt(called->position, QStringLiteral("{% call %} wants a call: {% call name(arguments) %}"));
    node->call = static_cast<const CallExpression *>(called);
    macroBody(caller, u"endcall");
    node->caller = caller;
    return node;
}

const Statement *Parser::filterBlock(Position position)
{
    auto *node = make<FilterBlockStatement>(position);
    node->filter = filters(nullptr, true);
    node->body = closedBody(u"endfilter");
    return node;
}

const Statement *Parser::withStatement(Position position)
{
    auto *node = make<WithStatement>(position);
    while (!at(TokenType::TagEnd)) {
        if (!node->values.empty())
            expect(TokenType::Comma, u"','");
        Target into = target(false);
        expect(TokenType::Assign, u"'='");
        node->values.emplace_back(std::move(into), expression());
    }
    node->body = closedBody(u"endwith");
    return node;
}

const Statement *Parser::blockStatement(Position position)
{
    auto *node = make<BlockStatement>(position);
    node->name = expect(TokenType::Name, u"the name of the block").text.toString();
    node->scoped = skipName(u"scoped");
    node->required = skipName(u"required");
    for (const BlockStatement *other : m_data.blocks) {
        if (other->name == node->name)
            failAt(position, QStringLiteral("the block '%1' is defined twice").arg(node->name));
    }
    m_data.blocks.push_back(node);
    node->body = closedBody(u"endblock");
    skipName(node->name);
    return node;
}

const Statement *Parser::importLike(const QString &tag, Position position)
{
    using Kind = Statement::Kind;
    const Kind kind = tag == u"include"  ? Kind::Include
                      : tag == u"import" ? Kind::Import
                      : tag == u"from"   ? Kind::FromImport
                                         : Kind::Extends;
    auto *node = make<ImportStatement>(position, kind);
    node->source = expression();
    if (kind == Kind::Include) {
        if (atName(u"ignore") && peekName(u"missing")) {
            advance();
            advance();
            node->ignoreMissing = true;
        }
        importContext(node, true);
    } else if (kind == Kind::Import) {
        expectName(u"as");
        node->alias = nameTarget().name;
        importContext(node, false);
    } else if (kind == Kind::FromImport) {
        importedNames(node);
    }
    return node;
}

void Parser::importContext(ImportStatement *node, bool otherwise)
{
    node->withContext = otherwise;
    if ((atName(u"with") || atName(u"without")) && peekName(u"context")) {
        node->withContext = atName(u"with");
        advance();
        advance();
    }
}

void Parser::importedNames(ImportStatement *node)
{
    expectName(u"import");
    while (true) {
        if ((atName(u"with") || atName(u"without")) && peekName(u"context"))
            break;
        const Target name = nameTarget();
        if (name.name.startsWith(u'_'))
            failAt(name.position, QStringLiteral("names that start with an underscore cannot be imported"));
        node->names.emplace_back(name.name, skipName(u"as") ? nameTarget().name : name.name);
        if (!skip(TokenType::Comma))
            break;
    }
    importContext(node, false);
}

} // namespace daybook::templating
