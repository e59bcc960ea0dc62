# cmake --install: the tool, the library, its headers and a package for find_package(sqlmig).
include(CMakePackageConfigHelpers)

install(TARGETS sqlmig EXPORT sqlmigTargets FILE_SET HEADERS)
install(TARGETS sqlmig_cli)
install(EXPORT sqlmigTargets NAMESPACE sqlmig:: DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/sqlmig")

configure_package_config_file(scripts/cmake/sqlmigConfig.cmake.in
  "${PROJECT_BINARY_DIR}/sqlmigConfig.cmake"
  INSTALL_DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/sqlmig")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/sqlmigConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/sqlmigConfig.cmake"
              "${PROJECT_BINARY_DIR}/sqlmigConfigVersion.cmake"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/sqlmig")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/sqlmig")
