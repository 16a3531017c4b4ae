#pragma once

#include "models/core/result.h"

#include <QString>

#include <sys/types.h>

namespace daybook::warehouse {

/// As whom the local server runs: we ourselves, or somebody else when we are root, since it refuses to be.
struct ServerUser
{
    uid_t uid = 0;
    gid_t gid = 0;
    QString name;

    bool isSomebodyElse() const;
};

/// Error: Io, when we are root and there is nobody to run it.
Result<ServerUser> findServerUser();

/// The user's name, or the number where it has none.
QString nameOfUser(uid_t uid);

} // namespace daybook::warehouse
