#include "models/project/host.h"

#include "models/project/names.h"

namespace daybook::project {

using templating::Arguments;
using templating::BlockTag;
using templating::Context;
using templating::Value;

Context Host::context(const QString &package)
{
    Context context;
    context.names = std::make_shared<const Names>(shared_from_this(), package);
    if (!executing())
        context.undefined = templating::UndefinedPolicy::Lenient;
    return context;
}

Result<warehouse::ResultSet> Host::query(const QString &)
{
    return failure(ErrorKind::Project,
                   QStringLiteral("This template asks the server, and no server is at hand here: give a "
                                  "connection (--target, --dsn), or write it as SQL of the model"));
}

Result<Value> callMacro(const Macro &macro, const Arguments &arguments, Host &host)
{
    return macro.source.callMacro(macro.definition, arguments, host.context(macro.package));
}

templating::Environment makeEnvironment()
{
    templating::Environment environment;
    environment.addBlockTag({.name = QStringLiteral("test"), .endName = QStringLiteral("endtest")});
    environment.addBlockTag({.name = QStringLiteral("data_test"), .endName = QStringLiteral("enddata_test")});
    environment.addBlockTag(
        {.name = QStringLiteral("docs"), .endName = QStringLiteral("enddocs"), .body = BlockTag::Body::Raw});
    environment.addBlockTag({.name = QStringLiteral("snapshot"),
                             .endName = QStringLiteral("endsnapshot"),
                             .header = BlockTag::Header::Options});
    environment.addBlockTag({.name = QStringLiteral("materialization"),
                             .endName = QStringLiteral("endmaterialization"),
                             .header = BlockTag::Header::Options});
    environment.addGlobal(QStringLiteral("return"), templating::Environment::returnFunction());
    return environment;
}

} // namespace daybook::project
