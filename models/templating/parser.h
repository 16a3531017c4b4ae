#pragma once

#include "models/templating/failure.h"
#include "models/templating/lexer.h"

#include <optional>
#include <utility>

namespace daybook::templating {

/// Makes the tree of one template, by recursive descent. Nesting is bounded, so that no source can exhaust
/// the stack. Throws Failure.
class Parser
{
public:
    /// Fills `data`, whose environment, name and source are set.
    explicit Parser(TemplateData &data, bool expressionOnly = false);

    void parseTemplate();
    void parseExpressionOnly();

private:
    using Ends = std::initializer_list<QStringView>;
    class Nesting;

    // the stream of tokens
    void advance();
    const Token &peek();
    bool at(TokenType type) const { return m_current.type == type; }
    bool atName(QStringView name) const { return at(TokenType::Name) && m_current.text == name; }
    bool peekName(QStringView name);
    bool skip(TokenType type);
    bool skipName(QStringView name);
    Token expect(TokenType type, const char16_t *what);
    void expectName(QStringView name);
    [[noreturn]] void unexpected(const QString &wanted) const;

    template <typename T, typename... Arguments> T *make(Position position, Arguments... arguments);
    template <typename T> T *measured(T *expression, std::initializer_list<const Expression *> children);
    void deepen(Expression *expression, const Expression *child) const;
    void deepen(Expression *expression, const CallArguments &arguments) const;

    // expressions
    const Expression *expression(bool conditional = true);
    const Expression *conditional();
    const Expression *disjunction();
    const Expression *conjunction();
    const Expression *negation();
    const Expression *comparison();
    std::optional<Operator> comparisonOperator();
    const Expression *sum();
    const Expression *concatenation();
    const Expression *product();
    const Expression *power();
    const Expression *unary(bool withFilter = true);
    const Expression *primary();
    const Expression *name();
    const Expression *literal(Value value, Position position);
    const Expression *stringLiteral();
    const Expression *listLiteral();
    const Expression *dictLiteral();
    const Expression *tuple(bool conditional = true, bool parentheses = false, bool simple = false);
    const Expression *binary(Expression::Kind kind, Operator op, const Expression *left,
                             const Expression *right, Position position);
    const Expression *postfix(const Expression *node);
    const Expression *applied(const Expression *node);
    const Expression *subscript(const Expression *node);
    const Expression *subscribed();
    const CallExpression *call(const Expression *callee);
    CallArguments callArguments();
    void callArgument(CallArguments &arguments, Position opened);
    const Expression *filters(const Expression *input, bool startInline = false);
    const Expression *test(const Expression *input);
    QString dottedName(const char16_t *what);
    void checkKnown(bool filter, const QString &name, Position position);

    // statements
    Body body(Ends ends);
    Body bodyAfterTag(Ends ends);
    Body closedBody(QStringView end);
    void statements(Body &into, Ends ends);
    const Statement *statement();
    const Statement *keywordStatement(const QString &tag, Position position);
    const Statement *loopControl(const QString &tag, Position position);
    const Statement *setStatement(Position position);
    const Statement *forStatement(Position position);
    const Statement *ifStatement(Position position);
    const Statement *macroStatement(Position position);
    const Statement *callBlock(Position position);
    const Statement *filterBlock(Position position);
    const Statement *withStatement(Position position);
    const Statement *outputStatement(Position position, Statement::Kind kind);
    const Statement *customBlock(const BlockTag &tag, Position position);
    const Statement *blockStatement(Position position);
    const Statement *importLike(const QString &tag, Position position);
    void importedNames(ImportStatement *node);
    void importContext(ImportStatement *node, bool otherwise);
    void signature(MacroStatement *macro);
    void blockOptions(MacroStatement *macro);
    void macroBody(MacroStatement *macro, QStringView end);
    void checkSpecialNames(const MacroStatement *macro) const;
    Target target(bool withNamespace);
    Target nameTarget();
    Target targetOf(const Expression *expression) const;
    void unknownTag(const QString &tag, Position position) const;
    void noteName(QStringView name);

    TemplateData &m_data;
    Lexer m_lexer;
    Token m_current;
    std::optional<Token> m_peeked;
    int m_nesting = 0;
    bool m_soft = false; ///< inside of an `if`: unknown filters are an error only when reached
    std::vector<std::pair<Position, QString>> m_unknown; ///< filters and tests that do not exist
    qsizetype m_tagOffset = 0;                           ///< where the tag being read starts
    Position m_tagPosition;
    qsizetype m_lastEnd = 0; ///< where the last token taken ends
    std::vector<std::pair<QString, Position>> m_openTags;
    std::vector<MacroStatement *> m_macros; ///< being read, from the outermost
    std::vector<ForStatement *> m_loops;
    int m_breakable = 0; ///< loops that {% break %} would find
};

/// The value of an expression made of literals only; nothing for any other.
std::optional<Value> literalValue(const Expression *expression);

inline constexpr int MaximumNesting = 150;         ///< of brackets and of blocks
inline constexpr int MaximumExpressionDepth = 600; ///< of `a + b + c...`, `a.b.c...`

// ---- implementation of what both halves of the parser use

/// Counts how deep the parser is, for as long as it lives.
class Parser::Nesting
{
public:
    explicit Nesting(Parser &parser) : m_parser(parser)
    {
        if (++m_parser.m_nesting > MaximumNesting) {
            --m_parser.m_nesting;
            failAt(parser.m_current.position,
                   QStringLiteral("nested more than %1 deep: split it with {% set %}").arg(MaximumNesting));
        }
    }
    ~Nesting() { --m_parser.m_nesting; }
    Nesting(const Nesting &) = delete;
    Nesting &operator=(const Nesting &) = delete;

private:
    Parser &m_parser;
};

template <typename T, typename... Arguments> T *Parser::make(Position position, Arguments... arguments)
{
    auto node = std::make_unique<T>(arguments...);
    node->position = position;
    T *const raw = node.get();
    m_data.nodes.push_back(std::move(node));
    return raw;
}

template <typename T> T *Parser::measured(T *expression, std::initializer_list<const Expression *> children)
{
    for (const Expression *child : children)
        deepen(expression, child);
    return expression;
}

} // namespace daybook::templating
