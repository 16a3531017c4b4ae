#include "models/project/operation.h"

#include "models/project/compiler.h"

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

const Macro *find(const Language &language, const QString &name)
{
    const auto dot = name.indexOf(QLatin1Char('.'));
    return dot < 0 ? language.macros.seenFrom(language.settings.name, name)
                   : language.macros.find(name.left(dot), name.mid(dot + 1));
}

Error unknown(const Language &language, const QString &name)
{
    QStringList known;
    for (const Macro *macro : language.macros.all()) {
        if (!Macros::isShipped(*macro))
            known.append(macro->package == language.settings.name
                             ? macro->name
                             : macro->package + QLatin1Char('.') + macro->name);
    }
    return {.kind = ErrorKind::Usage,
            .message = QStringLiteral("There is no macro '%1'%2: define it in macros/, or correct the name")
                           .arg(name, didYouMean(name, known))};
}

} // namespace

Result<Value> runOperation(const Project &project, const QString &macro, const Dict &arguments,
                           const CompileContext &context)
{
    const Language &language = *project.data().language;
    const Macro *found = find(language, macro);
    if (found == nullptr)
        return failure(unknown(language, macro));
    Node operation;
    operation.package = language.settings.name;
    operation.name = found->name;
    operation.uniqueId = QStringLiteral("operation.%1.%2").arg(found->package, found->name);
    operation.path = found->where.file;
    operation.config = Value(Dict{});
    return callWith(project.data(), operation, *found, arguments, context);
}

} // namespace daybook::project
