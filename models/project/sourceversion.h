#pragma once

#include "models/core/result.h"

#include <optional>

namespace daybook::project {

/// Where a project's text stands in git.
struct SourceVersion
{
    QString commit;     ///< what HEAD is, in hex
    bool dirty = false; ///< the project's folder differs from it, in files that git knows or ought to
    bool operator==(const SourceVersion &) const = default;
};

/// Nothing for a folder that no commit can tell of: outside of any repository, before the first commit,
/// ignored. Only reads, asks no hook and no filter, and may take seconds in a large repository: may be called
/// from any thread. Errors: Permission, for a repository that belongs to another user; Io, for one that is
/// damaged.
Result<std::optional<SourceVersion>> sourceVersion(const QString &directory);

} // namespace daybook::project
