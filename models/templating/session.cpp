#include "models/templating/session.h"

#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <algorithm>

namespace daybook::templating {

namespace {

constexpr qint64 CheckEvery = 1024; // steps between looks at the clock of limits and the stop token

} // namespace

const Value *Scope::find(QStringView name) const
{
    for (const auto &[key, value] : variables) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

void Scope::set(const QString &name, Value value)
{
    for (auto &[key, current] : variables) {
        if (key == name) {
            current = std::move(value);
            return;
        }
    }
    variables.emplace_back(name, std::move(value));
}

Session::Session(std::shared_ptr<const EnvironmentData> environment, const Context &context)
    : m_environment(std::move(environment))
    , m_undefined(context.undefined.value_or(m_environment->options.undefined))
    , m_stop(context.stop)
    , m_stackTop(reinterpret_cast<intptr_t>(__builtin_frame_address(0)))
    , m_stepsToCheck(0)
{
}

Session::~Session()
{
    release(0);
    for (const std::shared_ptr<Scope> &scope : m_moduleScopes)
        scope->clear();
}

void Session::release(size_t mark)
{
    // A macro lives in the scope that it remembers: emptying the scope unties them.
    while (m_kept.size() > mark) {
        const std::shared_ptr<Scope> scope = std::move(m_kept.back());
        m_kept.pop_back();
        scope->clear();
    }
}

void Session::checkLimits()
{
    if (m_stop.stop_requested())
        failWith({.kind = ErrorKind::Cancelled, .message = QStringLiteral("rendering was cancelled")});
    if (stackUsed() > limits().stackBytes)
        fail(QStringLiteral("rendering is nested too deeply: does a macro call itself without end?"));
    if (m_stepsToCheck <= 0) {
        m_steps += CheckEvery;
        m_stepsToCheck = CheckEvery;
    }
    if (m_steps > limits().steps)
        fail(QStringLiteral("rendering took more than %1 steps and was stopped: does a loop run without end?")
                 .arg(limits().steps));
}

void Session::work(qint64 amount)
{
    m_work += amount;
    m_stepsToCheck -= amount / 64;
    if (m_work > limits().work)
        fail(QStringLiteral(
                 "rendering produced more than %1 characters and elements and was stopped: does a loop "
                 "run without end?")
                 .arg(limits().work));
}

void Session::checkSize(qint64 characters)
{
    checkGrowth(characters, characters);
}

void Session::checkGrowth(qint64 characters, qint64 added)
{
    if (characters > limits().textSize)
        fail(QStringLiteral("a text or list of %1 exceeds the limit of %2: produce less")
                 .arg(characters)
                 .arg(limits().textSize));
    work(added);
}

void Session::enter()
{
    if (m_depth >= limits().macroDepth)
        fail(QStringLiteral(
                 "macros, includes and recursive loops are nested more than %1 deep: does one of them "
                 "call itself without end?")
                 .arg(limits().macroDepth));
    ++m_depth;
    step();
}

Location Session::where() const
{
    return {current ? current->name : QString(), position.line, position.column};
}

QString Session::text(const Value &value)
{
    if (const QString *text = std::get_if<QString>(&value.data()))
        return *text;
    if (value.isUndefined() && m_undefined == UndefinedPolicy::Strict)
        fail(value.undefinedMessage());
    TextWriter writer(limits().textSize);
    writer.str(value);
    if (writer.exhausted())
        fail(QStringLiteral("a value is too large or too deeply nested to be printed"));
    QString text = std::move(writer).text();
    work(text.size());
    return text;
}

QString Session::repr(const Value &value)
{
    TextWriter writer(limits().textSize);
    writer.repr(value);
    if (writer.exhausted())
        fail(QStringLiteral("a value is too large or too deeply nested to be printed"));
    return std::move(writer).text();
}

bool Session::truth(const Value &value) const
{
    if (value.isUndefined() && m_undefined == UndefinedPolicy::Strict)
        fail(value.undefinedMessage());
    return value.isTruthy();
}

bool Session::equal(const Value &a, const Value &b)
{
    if (m_undefined == UndefinedPolicy::Strict && (a.isUndefined() || b.isUndefined()))
        fail(a.isUndefined() ? a.undefinedMessage() : b.undefinedMessage());
    const qint64 budget = limits().work - m_work;
    Equality equality(budget);
    const bool same = equality.equal(a, b);
    work(std::max<qint64>(0, budget - equality.left() - 1));
    if (equality.exhausted())
        fail(QStringLiteral("values are too large or too deeply nested to be compared"));
    return same;
}

List Session::elements(const Value &value)
{
    if (value.isList()) {
        work(static_cast<qint64>(value.items().size()));
        return value.items();
    }
    List result;
    const std::unique_ptr<Iterator> iterator = iterate(value);
    while (std::optional<Value> item = iterator->next()) {
        result.push_back(std::move(*item));
        work(1);
        step();
    }
    return result;
}

Value Session::call(const Value &callee, Arguments arguments)
{
    arguments.setSession(this);
    if (callee.isUndefined()) {
        if (m_undefined == UndefinedPolicy::Lenient)
            return callee;
        fail(callee.undefinedMessage() + QStringLiteral(", so it cannot be called"));
    }
    step();
    if (const auto *function = std::get_if<std::shared_ptr<const FunctionData>>(&callee.data())) {
        Result<Value> result = (*function)->function(arguments);
        if (!result)
            failWith(std::move(result.error()));
        return *std::move(result);
    }
    const std::shared_ptr<const Object> object = callee.asObject();
    if (!object || !object->isCallable())
        fail(QStringLiteral("a value of type %1 cannot be called as a function").arg(callee.typeName()));
    if (const auto *native = dynamic_cast<const NativeObject *>(object.get()))
        return native->invoke(*this, arguments);
    Result<Value> result = object->call(arguments);
    if (!result)
        failWith(std::move(result.error()));
    return *std::move(result);
}

} // namespace daybook::templating
