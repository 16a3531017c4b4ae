#include "models/project/columnclass.h"

#include "models/project/queryvalues.h"
#include "models/templating/object.h"

namespace daybook::project {
namespace {

using templating::Arguments;
using templating::Value;

/// What other warehouses call otherwise; all else is PostgreSQL's own name.
QString translated(const QString &type)
{
    return type.compare(u"string", Qt::CaseInsensitive) == 0 ? QStringLiteral("TEXT") : type;
}

Value make(const Arguments &arguments)
{
    return columnOf(arguments.value(0, u"column").toString(), arguments.value(1, u"dtype").toString());
}

Value create(const Arguments &arguments)
{
    return columnOf(arguments.value(0, u"name").toString(),
                    translated(arguments.value(1, u"label_or_dtype").toString()));
}

Value fromDescription(const Arguments &arguments)
{
    return columnOf(arguments.value(0, u"name").toString(), arguments.value(1, u"raw_data_type").toString());
}

Value translateType(const Arguments &arguments)
{
    return Value(translated(arguments.value(0, u"dtype").toString()));
}

Value stringType(const Arguments &arguments)
{
    return Value(QStringLiteral("character varying(%1)").arg(arguments.value(0, u"size").toString()));
}

Value numericType(const Arguments &arguments)
{
    const QString type = arguments.value(0, u"dtype").toString();
    const Value precision = arguments.value(1, u"precision");
    const Value scale = arguments.value(2, u"scale");
    return Value(precision.isPresent() && scale.isPresent()
                     ? QStringLiteral("%1(%2,%3)").arg(type, precision.toString(), scale.toString())
                     : type);
}

class ColumnClass final : public templating::Object
{
public:
    QString typeName() const override { return QStringLiteral("Column"); }
    bool isCallable() const override { return true; }
    Result<Value> call(const Arguments &arguments) const override { return make(arguments); }

    Result<Value> attribute(const QString &name) const override
    {
        static const std::pair<const char16_t *, Value (*)(const Arguments &)> methods[] = {
            {u"create", create},
            {u"from_description", fromDescription},
            {u"translate_type", translateType},
            {u"string_type", stringType},
            {u"numeric_type", numericType}};
        for (const auto &[known, method] : methods) {
            if (name == QStringView(known))
                return Value::fromFunction(name, [method](const Arguments &arguments) -> Result<Value> {
                    return method(arguments);
                });
        }
        return Object::attribute(name);
    }
};

} // namespace

Value columnClass()
{
    return Value::fromObject(std::make_shared<const ColumnClass>());
}

} // namespace daybook::project
