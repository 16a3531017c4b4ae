// The manifest's entries for what is no node: macros, docs blocks, groups.
#include "models/project/manifestvalues.h"

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

Value manifestMacro(const Project::Data &project, const Macro &macro, const ManifestMoment &moment)
{
    const Language &language = *project.language;
    const MacroSpec said = project.macros.value(uniqueIdOf(macro));
    QString text;
    for (const auto &definition : macro.source.definitions()) {
        if (definition.name == macro.definition && definition.line == macro.where.line)
            text = definition.text;
    }
    const QString path = pathInPackage(language.settings, macro.package, macro.where.file);
    const QStringList calls =
        macrosCalled(language.macros, macro.package, macro.source.analyse().calls, macro.definition);
    const Value docs = Value::merged(
        Value(Dict{{QStringLiteral("show"), Value(true)}, {QStringLiteral("node_color"), Value::none()}}),
        mapping(said.config.find(u"docs")));
    const Value meta = mapping(said.config.find(u"meta"));
    const QString patch = said.where.file.isEmpty()
                              ? QString()
                              : macro.package + QStringLiteral("://") +
                                    pathInPackage(language.settings, macro.package, said.where.file);
    return Value(Dict{{QStringLiteral("name"), Value(macro.name)},
                      {QStringLiteral("resource_type"), Value(u"macro")},
                      {QStringLiteral("package_name"), Value(macro.package)},
                      {QStringLiteral("path"), Value(path)},
                      {QStringLiteral("original_file_path"), Value(path)},
                      {QStringLiteral("unique_id"), Value(uniqueIdOf(macro))},
                      {QStringLiteral("macro_sql"), Value(text)},
                      {QStringLiteral("depends_on"), Value(Dict{{QStringLiteral("macros"), texts(calls)}})},
                      {QStringLiteral("description"), Value(said.description)},
                      {QStringLiteral("meta"), meta},
                      {QStringLiteral("docs"), docs},
                      {QStringLiteral("config"),
                       Value(Dict{{QStringLiteral("meta"), meta}, {QStringLiteral("docs"), docs}})},
                      {QStringLiteral("patch_path"), textOrNone(patch)},
                      {QStringLiteral("arguments"), said.arguments.isList() ? said.arguments : Value(List{})},
                      {QStringLiteral("created_at"), Value(moment.createdAt)},
                      {QStringLiteral("supported_languages"), Value::none()}});
}

Value manifestDocs(const Project::Data &project, const DocsBlock &block)
{
    const QString path = block.where.file.mid(block.root.size() + 1);
    return Value(Dict{{QStringLiteral("name"), Value(block.name)},
                      {QStringLiteral("resource_type"), Value(u"doc")},
                      {QStringLiteral("package_name"), Value(block.package)},
                      {QStringLiteral("path"), Value(path)},
                      {QStringLiteral("original_file_path"),
                       Value(pathInPackage(project.language->settings, block.package, block.where.file))},
                      {QStringLiteral("unique_id"), Value(block.uniqueId())},
                      {QStringLiteral("block_contents"), Value(block.text)}});
}

Value manifestGroup(const Project::Data &project, const QString &uniqueId, const GroupSpec &group)
{
    const QString package = uniqueId.section(QLatin1Char('.'), 1, 1);
    const QString path = pathInPackage(project.language->settings, package, group.where.file);
    const Value meta = mapping(group.config.find(u"meta"));
    return Value(Dict{{QStringLiteral("name"), Value(group.name)},
                      {QStringLiteral("resource_type"), Value(u"group")},
                      {QStringLiteral("package_name"), Value(package)},
                      {QStringLiteral("path"), Value(path.section(QLatin1Char('/'), 1))},
                      {QStringLiteral("original_file_path"), Value(path)},
                      {QStringLiteral("unique_id"), Value(uniqueId)},
                      {QStringLiteral("owner"), manifestOwner(group.owner)},
                      {QStringLiteral("description"), textOrNone(group.description)},
                      {QStringLiteral("config"), Value(Dict{{QStringLiteral("meta"), meta}})}});
}

QStringList macrosCalled(const Macros &macros, const QString &from,
                         const std::vector<templating::CallSite> &calls, const QString &definition)
{
    QStringList ids;
    for (const auto &call : calls) {
        if (call.definition != definition)
            continue;
        const auto dot = call.function.indexOf(QLatin1Char('.'));
        const Macro *macro = dot < 0 ? macros.seenFrom(from, call.function)
                                     : macros.find(call.function.left(dot), call.function.mid(dot + 1));
        if (macro != nullptr && !ids.contains(uniqueIdOf(*macro)))
            ids.append(uniqueIdOf(*macro));
    }
    return ids;
}

QString uniqueIdOf(const Macro &macro)
{
    return QStringLiteral("macro.%1.%2").arg(macro.package, macro.name);
}

} // namespace daybook::project
