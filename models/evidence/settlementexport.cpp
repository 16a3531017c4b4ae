#include "models/evidence/settlementexport.h"

namespace daybook::evidence {

ExportRequest requestFor(const settlement::ExportDescription &what, const QString &path,
                         const QString &program)
{
    ExportRequest request;
    request.sql = what.sql;
    request.orderBy = what.orderBy;
    request.roles = {.type = what.typeColumn, .amount = what.amountColumn, .count = what.countColumn};
    request.period = Period{.interval = what.interval, .timeZone = what.timeZone};
    request.provenance.label = what.label;
    request.provenance.project = what.project;
    request.provenance.runId = what.runId;
    if (!what.gitCommit.isEmpty())
        request.provenance.version = ProjectVersion{.commit = what.gitCommit, .dirty = what.gitDirty};
    if (!what.modelVersion.isEmpty())
        request.provenance.models = {NamedValue{what.modelName, what.modelVersion}};
    request.path = path;
    request.program = program;
    return request;
}

} // namespace daybook::evidence
