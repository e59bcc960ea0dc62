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
  find(library, "PQconnectdbParams", api.connectdb_params);
  find(library, "PQconnectStartParams", api.connect_start_params);
  find(library, "PQpingParams", api.ping_params);
  find(library, "PQconninfo", api.conninfo);
  find(library, "PQconninfoParse", api.conninfo_parse);
  find(library, "PQconninfoFree", api.conninfo_free);
  find(library, "PQfinish", api.finish);
  find(library, "PQfreemem", api.freemem);
  find(library, "PQstatus", api.status);
  find(library, "PQerrorMessage", api.error_message);
  find(library, "PQconnectionNeedsPassword", api.connection_needs_password);
  find(library, "PQdb", api.db);
  find(library, "PQhost", api.host);
  find(library, "PQport", api.port);
  find(library, "PQuser", api.user);
  find(library, "PQsslInUse", api.ssl_in_use);
  find(library, "PQsslAttribute", api.ssl_attribute);
  find(library, "PQgssEncInUse", api.gss_enc_in_use);
  find(library, "PQtransactionStatus", api.transaction_status);
  find(library, "PQsetNoticeReceiver", api.set_notice_receiver);
  find(library, "PQbackendPID", api.backend_pid);
  find(library, "PQparameterStatus", api.parameter_status);
  find(library, "PQsetSingleRowMode", api.set_single_row_mode);
  find(library, "PQsocket", api.socket);
  find(library, "PQconsumeInput", api.consume_input);
  find(library, "PQisBusy", api.is_busy);
  find(library, "PQgetCancel", api.get_cancel);
  find(library, "PQcancel", api.cancel);
  find(library, "PQfreeCancel", api.free_cancel);
  find(library, "PQsendQuery", api.send_query);
  find(library, "PQexec", api.exec);
  find(library, "PQexecParams", api.exec_params);
  find(library, "PQgetResult", api.get_result);
  find(library, "PQresultStatus", api.result_status);
  find(library, "PQresultErrorField", api.result_error_field);
  find(library, "PQresultErrorMessage", api.result_error_message);
  find(library, "PQcmdStatus", api.cmd_status);
  find(library, "PQntuples", api.ntuples);
  find(library, "PQnfields", api.nfields);
  find(library, "PQgetisnull", api.getisnull);
  find(library, "PQgetvalue", api.getvalue);
  find(library, "PQgetlength", api.getlength);
  find(library, "PQclear", api.clear);
  find(library, "PQescapeLiteral", api.escape_literal);
  find(library, "PQputCopyData", api.put_copy_data);
  find(library, "PQputCopyEnd", api.put_copy_end);
  find(library, "PQgetCopyData", api.get_copy_data);
  return api;
}

}  // namespace

const Libpq& libpq() {
  static const Libpq kApi = load();
  return kApi;
}

}  // namespace sqlmig::postgres
