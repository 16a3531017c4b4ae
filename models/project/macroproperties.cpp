// What properties files say of macros: nothing that changes what they do.
#include "models/project/config.h"
#include "models/project/drafts.h"
#include "models/project/yamlread.h"

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

MacroSpec readMacroSpec(const YamlNode &map, Problems &problems)
{
    static const QStringList known{QStringLiteral("name"),   QStringLiteral("description"),
                                   QStringLiteral("meta"),   QStringLiteral("docs"),
                                   QStringLiteral("config"), QStringLiteral("arguments")};
    MacroSpec spec;
    spec.where = map.where();
    warnOfUnknownKeys(map, known, QStringLiteral("a macro"), problems);
    spec.name = readText(map, u"name", problems);
    if (spec.name.isEmpty())
        problems.error(map.where(),
                       QStringLiteral("A macro described here needs a name: write '- name: ...'"));
    spec.description = readText(map, u"description", problems);
    spec.config = readConfigOf(map, {QStringLiteral("docs")}, problems);
    List arguments;
    for (const YamlNode &argument : readList(map, u"arguments", problems)) {
        const QString type = readText(argument, u"type", problems);
        arguments.push_back(Value(
            Dict{{QStringLiteral("name"), Value(readText(argument, u"name", problems))},
                 {QStringLiteral("type"), type.isEmpty() ? Value::none() : Value(type)},
                 {QStringLiteral("description"), Value(readText(argument, u"description", problems))}}));
    }
    spec.arguments = Value(std::move(arguments));
    return spec;
}

QHash<QString, MacroSpec> describeMacros(const std::shared_ptr<const Language> &language,
                                         const Descriptions &descriptions, Problems &problems)
{
    const QString package = language->settings.name;
    QHash<QString, MacroSpec> described;
    for (MacroSpec spec : descriptions.macros) {
        if (language->macros.find(package, spec.name) == nullptr)
            problems.warning(
                spec.where,
                QStringLiteral("There is no macro '%1': its description is not used").arg(spec.name));
        const QString of = QStringLiteral("the macro '%1'").arg(spec.name);
        spec.description = renderDescription(language, spec.description, of, spec.where, problems).text;
        List arguments;
        for (const Value &argument : spec.arguments.items()) {
            Dict entry = argument.entries();
            const QString text = argument.find(u"description").toString();
            entry.insert(u"description",
                         Value(renderDescription(language, text, of, spec.where, problems).text));
            arguments.push_back(Value(std::move(entry)));
        }
        spec.arguments = Value(std::move(arguments));
        spec.arguments.freeze();
        spec.config.freeze();
        described.insert(QStringLiteral("macro.%1.%2").arg(package, spec.name), std::move(spec));
    }
    return described;
}

} // namespace daybook::project
