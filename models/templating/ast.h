#pragma once

#include "models/templating/environment.h"

#include <QStringView>

namespace daybook::templating {

/// Lines and columns count from 1.
struct Position
{
    int line = 0;
    int column = 0;
};

/// The parent of all nodes. Nodes are owned by their template, flat; they refer to each other by plain
/// pointer, so that a long chain is never destroyed recursively.
struct Node
{
    virtual ~Node() = default;
    Position position;
};

// ---- expressions

enum class Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn
};

struct Expression : Node
{
    enum class Kind {
        Literal,
        Name,
        Attribute,
        Item,
        Slice,
        Call,
        Filter,
        Test,
        Not,
        Negate,
        Plus,
        Binary,
        Compare,
        Concat,
        And,
        Or,
        Conditional,
        MakeList,
        MakeTuple,
        MakeDict
    };
    explicit Expression(Kind k) : kind(k) {}
    const Kind kind;
    int depth = 1; ///< nodes on the longest way down
};

struct LiteralExpression : Expression
{
    LiteralExpression() : Expression(Kind::Literal) {}
    Value value;
};

struct NameExpression : Expression
{
    NameExpression() : Expression(Kind::Name) {}
    QString name;
};

struct AttributeExpression : Expression
{
    AttributeExpression() : Expression(Kind::Attribute) {}
    const Expression *object = nullptr;
    QString name;
};

struct ItemExpression : Expression
{
    ItemExpression() : Expression(Kind::Item) {}
    const Expression *object = nullptr;
    const Expression *key = nullptr;
};

struct SliceExpression : Expression
{
    SliceExpression() : Expression(Kind::Slice) {}
    const Expression *start = nullptr; ///< all three may be null
    const Expression *stop = nullptr;
    const Expression *step = nullptr;
};

struct CallArguments
{
    std::vector<const Expression *> positional;
    std::vector<std::pair<QString, const Expression *>> keyword;
    const Expression *spread = nullptr;        ///< *expression
    const Expression *keywordSpread = nullptr; ///< **expression
};

struct CallExpression : Expression
{
    CallExpression() : Expression(Kind::Call) {}
    const Expression *callee = nullptr;
    CallArguments arguments;
};

/// A filter or a test. A filter's input is null where a block's text goes.
struct ApplyExpression : Expression
{
    using Expression::Expression;
    const Expression *input = nullptr;
    QString name;
    CallArguments arguments;
};

/// Not, Negate, Plus.
struct UnaryExpression : Expression
{
    using Expression::Expression;
    const Expression *operand = nullptr;
};

/// Binary, And, Or.
struct BinaryExpression : Expression
{
    using Expression::Expression;
    Operator op = Operator::Add;
    const Expression *left = nullptr;
    const Expression *right = nullptr;
};

struct CompareExpression : Expression
{
    CompareExpression() : Expression(Kind::Compare) {}
    const Expression *first = nullptr;
    std::vector<std::pair<Operator, const Expression *>> rest;
};

struct ConditionalExpression : Expression
{
    ConditionalExpression() : Expression(Kind::Conditional) {}
    const Expression *condition = nullptr;
    const Expression *then = nullptr;
    const Expression *otherwise = nullptr; ///< may be null
};

/// Concat, MakeList, MakeTuple.
struct SequenceExpression : Expression
{
    using Expression::Expression;
    std::vector<const Expression *> items;
};

struct DictExpression : Expression
{
    DictExpression() : Expression(Kind::MakeDict) {}
    std::vector<std::pair<const Expression *, const Expression *>> items;
};

// ---- statements

struct Statement : Node
{
    enum class Kind {
        Text,
        Output,
        Set,
        SetBlock,
        For,
        If,
        Macro,
        CallBlock,
        FilterBlock,
        Do,
        With,
        Include,
        Import,
        FromImport,
        Block,
        Extends,
        Break,
        Continue
    };
    explicit Statement(Kind k) : kind(k) {}
    const Kind kind;
};

using Body = std::vector<const Statement *>;

struct TextStatement : Statement
{
    TextStatement() : Statement(Kind::Text) {}
    QStringView text; ///< of the template's source
};

/// `{{ }}`, print and do.
struct OutputStatement : Statement
{
    using Statement::Statement;
    std::vector<const Expression *> values;
};

/// What can be assigned to: a name, `namespace.name`, or a tuple of targets.
struct Target
{
    Position position = {};
    QString name = {};
    QString attribute = {};
    std::vector<Target> items = {};
    bool isTuple = false;
};

struct SetStatement : Statement
{
    SetStatement() : Statement(Kind::Set) {}
    Target target;
    const Expression *value = nullptr;
};

struct SetBlockStatement : Statement
{
    SetBlockStatement() : Statement(Kind::SetBlock) {}
    Target target;
    const Expression *filter = nullptr; ///< may be null
    Body body;
};

struct ForStatement : Statement
{
    ForStatement() : Statement(Kind::For) {}
    Target target;
    const Expression *iterable = nullptr;
    const Expression *condition = nullptr; ///< may be null
    Body body;
    Body otherwise;
    bool recursive = false;
    bool usesLoop = false; ///< the body mentions `loop`
};

struct IfStatement : Statement
{
    IfStatement() : Statement(Kind::If) {}
    std::vector<std::pair<const Expression *, Body>> branches;
    Body otherwise;
};

struct MacroParameter
{
    QString name;
    const Expression *defaultValue = nullptr; ///< may be null
};

/// A macro, a custom block, or the body of a call block.
struct MacroStatement : Statement
{
    MacroStatement() : Statement(Kind::Macro) {}
    QString tag;
    QString name;
    std::vector<MacroParameter> parameters;
    Body body;
    Dict options;
    Position bodyPosition;
    QStringView bodySource;
    QStringView source;
    bool usesVarargs = false;
    bool usesKwargs = false;
    bool usesCaller = false;
    bool isCaller = false; ///< the body of a call block
};

struct CallBlockStatement : Statement
{
    CallBlockStatement() : Statement(Kind::CallBlock) {}
    const CallExpression *call = nullptr;
    const MacroStatement *caller = nullptr;
};

struct FilterBlockStatement : Statement
{
    FilterBlockStatement() : Statement(Kind::FilterBlock) {}
    const Expression *filter = nullptr;
    Body body;
};

struct WithStatement : Statement
{
    WithStatement() : Statement(Kind::With) {}
    std::vector<std::pair<Target, const Expression *>> values;
    Body body;
};

/// include, import, from and extends.
struct ImportStatement : Statement
{
    using Statement::Statement;
    const Expression *source = nullptr;
    QString alias;                                  ///< of import
    std::vector<std::pair<QString, QString>> names; ///< of from: name, alias
    bool withContext = false;
    bool ignoreMissing = false;
};

struct BlockStatement : Statement
{
    BlockStatement() : Statement(Kind::Block) {}
    QString name;
    Body body;
    bool scoped = false;
    bool required = false;
};

/// A filter or a test: the engine's own, or a C++ function.
struct EnvironmentData
{
    Options options;
    Dict globals;
    QHash<QString, Function> filters;
    QHash<QString, Function> tests;
    QHash<QString, BlockTag> blockTags;
    Loader loader;

    bool hasFilter(const QString &name) const;
    bool hasTest(const QString &name) const;
};

struct TemplateData
{
    std::shared_ptr<const EnvironmentData> environment;
    QString name;
    QString source; ///< shared with who gave it, so the last line feed is still there
    Body body;
    std::vector<std::unique_ptr<Node>> nodes;
    std::vector<const BlockStatement *> blocks;
    const Expression *expression = nullptr; ///< of evaluate(), instead of a body
    bool isPlainText = false;

    /// What is parsed: the source without the last line feed, unless that is to be kept.
    QStringView text() const
    {
        const bool chopped = !environment->options.keepTrailingNewline && source.endsWith(u'\n');
        return QStringView(source).chopped(chopped ? 1 : 0);
    }
};

} // namespace daybook::templating
