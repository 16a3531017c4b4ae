#include "models/templating/value.h"

#include "models/templating/valuedata.h"

namespace daybook::templating {

Value::Value() = default;
Value::Value(List items) : m_data(std::make_shared<ListData>(std::move(items))) {}
Value::Value(Dict entries) : m_data(std::make_shared<DictData>(std::move(entries))) {}
Value::Value(std::shared_ptr<const Object> object) : m_data(std::move(object)) {}
Value::Value(const Value &) = default;
Value::Value(Value &&) noexcept = default;
Value &Value::operator=(const Value &) = default;
Value &Value::operator=(Value &&) noexcept = default;
Value::~Value() = default;

Value Value::undefined(QString name)
{
    return Value(
        Data(std::in_place_index<0>, std::make_shared<UndefinedData>(UndefinedData{std::move(name), {}})));
}

Value Value::undefinedBecause(QString hint, QString name)
{
    return Value(Data(std::in_place_index<0>,
                      std::make_shared<UndefinedData>(UndefinedData{std::move(name), std::move(hint)})));
}

Value Value::none()
{
    return Value(Data(std::in_place_index<1>));
}

Value Value::fromList(List items)
{
    return Value(std::move(items));
}

Value Value::fromTuple(List items)
{
    return Value(Data(std::in_place_index<7>, std::make_shared<TupleData>(std::move(items))));
}

Value Value::fromDict(Dict entries)
{
    return Value(std::move(entries));
}

Value Value::fromFunction(QString name, Function function)
{
    return Value(Data(std::in_place_index<9>,
                      std::make_shared<FunctionData>(FunctionData{std::move(name), std::move(function)})));
}

bool Value::isCallable() const
{
    const std::shared_ptr<const Object> object = asObject();
    return type() == Type::Callable || (object && object->isCallable());
}

std::optional<bool> Value::asBool() const
{
    const bool *value = std::get_if<bool>(&m_data);
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<qint64> Value::asInteger() const
{
    const qint64 *value = std::get_if<qint64>(&m_data);
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<double> Value::asFloat() const
{
    if (const double *value = std::get_if<double>(&m_data))
        return *value;
    const qint64 *value = std::get_if<qint64>(&m_data);
    return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

std::optional<QString> Value::asString() const
{
    const QString *value = std::get_if<QString>(&m_data);
    return value ? std::optional(*value) : std::nullopt;
}

const List *Value::asList() const
{
    if (const auto *list = std::get_if<std::shared_ptr<ListData>>(&m_data))
        return &(*list)->items;
    const auto *tuple = std::get_if<std::shared_ptr<const TupleData>>(&m_data);
    return tuple ? &(*tuple)->items : nullptr;
}

const Dict *Value::asDict() const
{
    const auto *dict = std::get_if<std::shared_ptr<DictData>>(&m_data);
    return dict ? &(*dict)->entries : nullptr;
}

std::shared_ptr<const Object> Value::asObject() const
{
    const auto *object = std::get_if<std::shared_ptr<const Object>>(&m_data);
    return object ? *object : nullptr;
}

QString Value::stringOr(QString fallback) const
{
    return asString().value_or(std::move(fallback));
}

qint64 Value::integerOr(qint64 fallback) const
{
    return asInteger().value_or(fallback);
}

bool Value::boolOr(bool fallback) const
{
    return asBool().value_or(fallback);
}

const List &Value::items() const
{
    static const List empty;
    const List *list = asList();
    return list ? *list : empty;
}

const Dict &Value::entries() const
{
    static const Dict empty;
    const Dict *dict = asDict();
    return dict ? *dict : empty;
}

Value Value::find(QStringView key) const
{
    const Dict *dict = asDict();
    const Value *found = dict ? dict->find(key) : nullptr;
    return found ? *found : Value();
}

QString Value::undefinedMessage() const
{
    const auto *data = std::get_if<0>(&m_data);
    if (!data || !*data)
        return QStringLiteral("the value is undefined");
    if (!(*data)->hint.isEmpty())
        return (*data)->hint;
    return QStringLiteral("'%1' is undefined").arg((*data)->name);
}

QString Value::undefinedName() const
{
    const auto *data = std::get_if<0>(&m_data);
    return data && *data ? (*data)->name : QString();
}

bool Value::isTruthy() const
{
    switch (type()) {
    case Type::Undefined:
    case Type::None:
        return false;
    case Type::Bool:
        return std::get<bool>(m_data);
    case Type::Integer:
        return std::get<qint64>(m_data) != 0;
    case Type::Float:
        return std::get<double>(m_data) != 0.0;
    case Type::String:
        return !std::get<QString>(m_data).isEmpty();
    case Type::List:
    case Type::Tuple:
        return !asList()->empty();
    case Type::Dict:
        return !asDict()->isEmpty();
    case Type::Callable:
        return true;
    case Type::Object:
        return std::get<std::shared_ptr<const Object>>(m_data)->isTruthy();
    }
    return false;
}

QString Value::typeName() const
{
    switch (type()) {
    case Type::Undefined:
        return QStringLiteral("Undefined");
    case Type::None:
        return QStringLiteral("None");
    case Type::Bool:
        return QStringLiteral("bool");
    case Type::Integer:
        return QStringLiteral("int");
    case Type::Float:
        return QStringLiteral("float");
    case Type::String:
        return QStringLiteral("str");
    case Type::List:
        return QStringLiteral("list");
    case Type::Tuple:
        return QStringLiteral("tuple");
    case Type::Dict:
        return QStringLiteral("dict");
    case Type::Callable:
        return QStringLiteral("function");
    case Type::Object:
        return std::get<std::shared_ptr<const Object>>(m_data)->typeName();
    }
    return {};
}

bool Value::operator==(const Value &other) const
{
    Equality equality;
    return equality.equal(*this, other) && !equality.exhausted();
}

Value Value::deepCopy() const
{
    if (const Dict *dict = asDict()) {
        Dict copy;
        for (const Dict::Entry &entry : *dict)
            copy.insert(entry.key, entry.value.deepCopy());
        return Value(std::move(copy));
    }
    if (const List *list = asList()) {
        List copy;
        copy.reserve(list->size());
        for (const Value &item : *list)
            copy.push_back(item.deepCopy());
        return type() == Type::Tuple ? fromTuple(std::move(copy)) : Value(std::move(copy));
    }
    return *this;
}

bool Value::isFrozen() const
{
    if (const auto *list = std::get_if<std::shared_ptr<ListData>>(&m_data))
        return (*list)->frozen;
    if (const auto *dict = std::get_if<std::shared_ptr<DictData>>(&m_data))
        return (*dict)->frozen;
    const auto *tuple = std::get_if<std::shared_ptr<const TupleData>>(&m_data);
    return !tuple || (*tuple)->frozen;
}

const Value &Value::freeze() const
{
    if (isFrozen())
        return *this;
    for (const Value &item : items())
        item.freeze();
    for (const Dict::Entry &entry : entries()) {
        entry.key.freeze();
        entry.value.freeze();
    }
    if (const auto *list = std::get_if<std::shared_ptr<ListData>>(&m_data))
        (*list)->frozen = true;
    else if (const auto *dict = std::get_if<std::shared_ptr<DictData>>(&m_data))
        (*dict)->frozen = true;
    else if (const auto *tuple = std::get_if<std::shared_ptr<const TupleData>>(&m_data))
        (*tuple)->frozen = true;
    return *this;
}

Value Value::merged(const Value &base, const Value &over)
{
    if (!base.isDict() || !over.isDict())
        return over;
    Dict result = base.entries();
    for (const Dict::Entry &entry : over.entries()) {
        const Value *below = result.find(entry.key);
        result.insert(entry.key, below ? merged(*below, entry.value) : entry.value);
    }
    return Value(std::move(result));
}

} // namespace daybook::templating
