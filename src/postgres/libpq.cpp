#include "postgres/libpq.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <dlfcn.h>

namespace sqlmig::postgres {
namespace {

void* open_library() {
#ifdef SQLMIG_LINK_LIBPQ
  return RTLD_DEFAULT;
#else
  // Never closed: it registers things with OpenSSL that live as long as the process.
  void* library = ::dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error(ErrorCode::connection,
                fmt::format("the PostgreSQL client library cannot be loaded: {}", ::dlerror()))
        .with_advice("install it; Debian's package is libpq5");
  }
  return library;
#endif
}

template <typename Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr) {
    throw Error(ErrorCode::connection, fmt::format("the PostgreSQL client library has no {}", name))
        .with_advice("install libpq 14 or newer");
  }
}

Libpq load() {
  void* library = open_library();
  Libpq api{};
  find(library, "PQconnectdbParams", api.connectdbParams);
  find(library, "PQconndefaults", api.conndefaults);
  find(library, "PQconninfoParse", api.conninfoParse);
  find(library, "PQconninfoFree", api.conninfoFree);
  find(library, "PQfinish", api.finish);
  find(library, "PQfreemem", api.freemem);
  find(library, "PQstatus", api.status);
  find(library, "PQerrorMessage", api.errorMessage);
  find(library, "PQdb", api.db);
  find(library, "PQhost", api.host);
  find(library, "PQport", api.port);
  find(library, "PQuser", api.user);
  find(library, "PQtransactionStatus", api.transactionStatus);
  find(library, "PQsetNoticeReceiver", api.setNoticeReceiver);
  find(library, "PQsendQuery", api.sendQuery);
  find(library, "PQexecParams", api.execParams);
  find(library, "PQgetResult", api.getResult);
  find(library, "PQresultStatus", api.resultStatus);
  find(library, "PQresultErrorField", api.resultErrorField);
  find(library, "PQresultErrorMessage", api.resultErrorMessage);
  find(library, "PQcmdStatus", api.cmdStatus);
  find(library, "PQntuples", api.ntuples);
  find(library, "PQnfields", api.nfields);
  find(library, "PQgetisnull", api.getisnull);
  find(library, "PQgetvalue", api.getvalue);
  find(library, "PQgetlength", api.getlength);
  find(library, "PQclear", api.clear);
  find(library, "PQescapeLiteral", api.escapeLiteral);
  find(library, "PQputCopyEnd", api.putCopyEnd);
  find(library, "PQgetCopyData", api.getCopyData);
  return api;
}

}  // namespace

const Libpq& libpq() {
  static const Libpq api = load();
  return api;
}

}  // namespace sqlmig::postgres
