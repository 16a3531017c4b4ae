#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QString>

#include <concepts>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace daybook::templating {

class Arguments;
class Dict;
class Object;
class Value;
struct DictData;
struct ListData;
struct TupleData;
struct FunctionData;
struct UndefinedData;

/// A C++ function that templates may call. It may block its thread; it must be safe on any thread.
using Function = std::function<Result<Value>(const Arguments &)>;

/// The dynamic value of templates, YAML and `meta`. Cheap to copy; lists and dicts are shared between copies,
/// as in Python, and can be changed by templates until frozen. A frozen value may be read by many threads.
/// Equality is Python's (1 == 1.0 == true). No value ever contains itself.
class Value
{
public:
    enum class Type { Undefined, None, Bool, Integer, Float, String, List, Tuple, Dict, Callable, Object };

    Value();
    Value(std::same_as<bool> auto value) : m_data(std::in_place_index<2>, value) {}
    template <typename T>
    requires(std::integral<T> && !std::same_as<T, bool> && sizeof(T) <= sizeof(qint64)) Value(T value)
        : m_data(std::in_place_index<3>, static_cast<qint64>(value))
    {
    }
    Value(std::floating_point auto value) : m_data(std::in_place_index<4>, static_cast<double>(value)) {}
    Value(QString text) : m_data(std::in_place_index<5>, std::move(text)) {}
    Value(QStringView text) : Value(text.toString()) {}
    Value(const char16_t *text) : Value(QStringView(text).toString()) {}
    Value(std::vector<Value> items);
    Value(Dict entries);
    Value(std::shared_ptr<const Object> object);
    Value(const Value &);
    Value(Value &&) noexcept;
    Value &operator=(const Value &);
    Value &operator=(Value &&) noexcept;
    ~Value();

    static Value undefined(QString name = {});
    /// An undefined value that explains itself: `hint` becomes the message when it is used.
    static Value undefinedBecause(QString hint, QString name = {});
    static Value none();
    static Value fromBool(bool value) { return Value(value); }
    static Value fromInteger(qint64 value) { return Value(value); }
    static Value fromFloat(double value) { return Value(value); }
    static Value fromString(QString text) { return Value(std::move(text)); }
    static Value fromList(std::vector<Value> items);
    static Value fromTuple(std::vector<Value> items);
    static Value fromDict(Dict entries);
    static Value fromFunction(QString name, Function function);
    static Value fromObject(std::shared_ptr<const Object> object) { return Value(std::move(object)); }

    Type type() const { return static_cast<Type>(m_data.index()); }
    bool isUndefined() const { return type() == Type::Undefined; }
    bool isNone() const { return type() == Type::None; }
    /// Neither undefined nor None: a YAML key that says something.
    bool isPresent() const { return !isUndefined() && !isNone(); }
    bool isString() const { return type() == Type::String; }
    /// A list or a tuple.
    bool isList() const { return type() == Type::List || type() == Type::Tuple; }
    bool isDict() const { return type() == Type::Dict; }
    /// A function, a macro, or an object that can be called: Arguments::call().
    bool isCallable() const;

    // Typed reads: nothing, or null, when the value is of another type. No conversions.
    std::optional<bool> asBool() const;
    std::optional<qint64> asInteger() const;
    /// An integer or a float.
    std::optional<double> asFloat() const;
    std::optional<QString> asString() const;
    /// Of a list or a tuple; lives as long as any copy of this value.
    const std::vector<Value> *asList() const;
    const Dict *asDict() const;
    std::shared_ptr<const Object> asObject() const;

    QString stringOr(QString fallback) const;
    qint64 integerOr(qint64 fallback) const;
    bool boolOr(bool fallback) const;
    /// The elements of a list or tuple; of anything else none.
    const std::vector<Value> &items() const;
    /// The entries of a dict; of anything else none.
    const Dict &entries() const;

    /// The value of a dict's key; undefined, without a name, when there is none or this is no dict, so reads
    /// can be chained:
    /// `meta.find(u"daybook").find(u"role").stringOr({})`.
    Value find(QStringView key) const;

    /// Why this value is undefined: "'x' is undefined".
    QString undefinedMessage() const;
    QString undefinedName() const;

    bool isTruthy() const;
    /// As Python's str(): what `{{ }}` prints. Undefined prints nothing.
    QString toString() const;
    /// As Python's repr(): 'text', [1, None].
    QString repr() const;
    /// UTF-8, in insertion order. What JSON cannot say (undefined, callables, objects) becomes null.
    QByteArray toJson() const;
    /// Of UTF-8; keys keep their order. Error: Project, with line and column.
    static Result<Value> fromJson(const QByteArray &json);
    /// As messages name it: "str", "int", "dict".
    QString typeName() const;

    bool operator==(const Value &other) const;

    /// A copy that shares no list and no dict with this one.
    Value deepCopy() const;
    /// Makes this value and all it holds unchangeable, so that threads may share it. Returns itself.
    const Value &freeze() const;
    bool isFrozen() const;

    /// `over` laid on `base`: dicts key by key, all else replaced. Neither is changed.
    static Value merged(const Value &base, const Value &over);

    using Data =
        std::variant<std::shared_ptr<const UndefinedData>, std::monostate, bool, qint64, double, QString,
                     std::shared_ptr<ListData>, std::shared_ptr<const TupleData>, std::shared_ptr<DictData>,
                     std::shared_ptr<const FunctionData>, std::shared_ptr<const Object>>;
    /// The engine's own view of the value.
    const Data &data() const { return m_data; }

private:
    explicit Value(Data data) : m_data(std::move(data)) {}

    Data m_data;
    friend struct Release;
};

using List = std::vector<Value>;

} // namespace daybook::templating

#include "models/templating/dict.h" // a Value is of little use without
